/* Linked into the static program of Linux. The C library would load what /etc/nsswitch.conf names (`systemd`, `resolve`,
 * `mdns4_minimal` …) to find a host or a user, and with it the system's own C library: a static program crashes then. What
 * it has built in is enough: /etc/hosts and DNS, /etc/passwd. */
#include <nss.h>

__attribute__((constructor)) static void use_what_is_built_in(void)
{
    __nss_configure_lookup("hosts", "files dns");
    __nss_configure_lookup("passwd", "files");
    __nss_configure_lookup("services", "files");
}
