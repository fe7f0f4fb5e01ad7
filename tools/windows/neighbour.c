/* Another program of Windows, for the tests under wine; never shipped.
 *
 *   neighbour clipboard          prints the text on the clipboard
 *   neighbour hold FILE SHARED   opens FILE, says so, and closes it when standard input ends; SHARED is what others may do
 *                                with it meanwhile: any of r (read), w (write), d (rename, delete)
 */
#include <stdio.h>
#include <string.h>
#include <windows.h>

static int clipboard(void)
{
    char text[1 << 16];
    if (!OpenClipboard(NULL))
        return 1;
    HANDLE handle = GetClipboardData(CF_UNICODETEXT);
    const WCHAR *wide = handle ? GlobalLock(handle) : NULL;
    if (!wide)
        return 1;
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL);
    if (size > 0)
        fwrite(text, 1, size - 1, stdout);
    GlobalUnlock(handle);
    CloseClipboard();
    return size > 0 ? 0 : 1;
}

static int hold(const char *path, const char *shared)
{
    DWORD share = (strchr(shared, 'r') ? FILE_SHARE_READ : 0) | (strchr(shared, 'w') ? FILE_SHARE_WRITE : 0) |
                  (strchr(shared, 'd') ? FILE_SHARE_DELETE : 0);
    HANDLE file = CreateFileA(path, GENERIC_READ, share, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 1;
    puts("open");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    CloseHandle(file);
    return 0;
}

int main(int count, char **words)
{
    if (count == 2 && !strcmp(words[1], "clipboard"))
        return clipboard();
    if (count == 4 && !strcmp(words[1], "hold"))
        return hold(words[2], words[3]);
    return 2;
}
