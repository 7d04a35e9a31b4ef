/* SPDX-License-Identifier: MIT
   A disk that fails: preloaded into the program, it lets some of the changes below DISK_FOLDER fail with DISK_ERROR,
   one in DISK_ONE_IN, drawn from DISK_SEED. Built and used by harden_disk.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long drawn;

static int below(const char *path) {
    const char *folder = getenv("DISK_FOLDER");
    return folder && path && !strncmp(path, folder, strlen(folder)) && !strstr(path, "__pycache__");
}

static int fails(const char *path) {
    if (!below(path)) return 0;
    unsigned long x = ++drawn * 2654435761UL ^ strtoul(getenv("DISK_SEED"), NULL, 10) * 40503UL;
    x ^= x >> 13; x *= 1274126177UL; x ^= x >> 16;
    if (x % strtoul(getenv("DISK_ONE_IN"), NULL, 10)) return 0;
    errno = atoi(getenv("DISK_ERROR"));
    return 1;
}

static int fails_at(int descriptor) {
    char link[40], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return fails(path);
}

#define NEXT(name) __typeof__(name) *next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define CHANGES(name, declared, given, failing) \
    int name declared { NEXT(name); return failing ? -1 : next given; }

CHANGES(rename, (const char *a, const char *b), (a, b), fails(b))
CHANGES(link, (const char *a, const char *b), (a, b), fails(b))
CHANGES(linkat, (int d, const char *a, int e, const char *b, int f), (d, a, e, b, f), fails(b))
CHANGES(mkdir, (const char *a, mode_t m), (a, m), fails(a))
CHANGES(unlink, (const char *a), (a), fails(a))
CHANGES(fsync, (int d), (d), fails_at(d))
CHANGES(fchmod, (int d, mode_t m), (d, m), fails_at(d))

ssize_t write(int d, const void *data, size_t n) {
    NEXT(write);
    return fails_at(d) ? -1 : next(d, data, n);
}

#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        NEXT(name); \
        va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
        return (flags & (O_WRONLY | O_RDWR)) && fails(path) ? -1 : next(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)
