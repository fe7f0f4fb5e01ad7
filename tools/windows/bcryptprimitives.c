/* Random bytes for the tests under wine 8, which lacks the library that Rust's standard library takes them from. Every
 * Windows has the real one; this file is never shipped. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
