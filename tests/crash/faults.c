/* Counts what a process does to files, and at the n-th deed kills it (FAULT_KILL=1) or lets it fail as on a full disk.
 * Loaded by LD_PRELOAD. FAULT_AT: which deed, 1-based, 0 for none; FAULT_COUNT: a file that gets the count at exit.
 * Deeds are writes below FAULT_BELOW, fsync of its files, rename, unlink and truncate there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long deeds;

static int is_below(const char *path)
{
    const char *below = getenv("FAULT_BELOW");
    return below && path && strncmp(path, below, strlen(below)) == 0;
}

static int file_is_below(int file)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static int fails(void)
{
    const char *at = getenv("FAULT_AT");
    if (atomic_fetch_add(&deeds, 1) + 1 != (at ? atol(at) : 0)) return 0;
    if (getenv("FAULT_KILL")) raise(SIGKILL);
    errno = ENOSPC;
    return 1;
}

__attribute__((destructor)) static void tell(void)
{
    const char *name = getenv("FAULT_COUNT");
    FILE *file = name ? fopen(name, "w") : NULL;
    if (file) { fprintf(file, "%ld", (long)deeds); fclose(file); }
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t size)
{
    REAL(write);
    return file_is_below(file) && fails() ? -1 : real(file, bytes, size);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t place)
{
    REAL(pwrite);
    return file_is_below(file) && fails() ? -1 : real(file, bytes, size, place);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place)
{
    REAL(pwrite64);
    return file_is_below(file) && fails() ? -1 : real(file, bytes, size, place);
}

int fsync(int file)
{
    REAL(fsync);
    return file_is_below(file) && fails() ? -1 : real(file);
}

int fdatasync(int file)
{
    REAL(fdatasync);
    return file_is_below(file) && fails() ? -1 : real(file);
}

int ftruncate(int file, off_t size)
{
    REAL(ftruncate);
    return file_is_below(file) && fails() ? -1 : real(file, size);
}

int ftruncate64(int file, off64_t size)
{
    REAL(ftruncate64);
    return file_is_below(file) && fails() ? -1 : real(file, size);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return is_below(to) && fails() ? -1 : real(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    REAL(renameat);
    return is_below(to) && fails() ? -1 : real(from_folder, from, to_folder, to);
}

int unlink(const char *path)
{
    REAL(unlink);
    return is_below(path) && fails() ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    REAL(unlinkat);
    return is_below(path) && fails() ? -1 : real(folder, path, flags);
}

ssize_t sendfile(int to, int from, off_t *place, size_t size)
{
    REAL(sendfile);
    return file_is_below(to) && fails() ? -1 : real(to, from, place, size);
}

ssize_t sendfile64(int to, int from, off64_t *place, size_t size)
{
    REAL(sendfile64);
    return file_is_below(to) && fails() ? -1 : real(to, from, place, size);
}
