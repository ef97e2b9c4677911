/* Stands between SQLite and the system (LD_PRELOAD): counts what changes or flushes a database's
   files, and lets one of these calls, or all from there on, go wrong as a bad disk or a power cut
   would. Armed by the test through ctypes; until then everything passes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, ERROR_ONCE, FULL, FLUSH_FAILS, CUT, TORN };

static int kind = NOTHING, at = 0;
static int calls = 0;

void disk_arm(int new_kind, int new_at) { kind = new_kind; at = new_at; calls = 0; }
int disk_calls(void) { return calls; }

static int is_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "baocao.db") != NULL;
}

/* Returns whether this call goes wrong; a cut ends the process here. */
static int strikes(int fd, int is_flush) {
    if (!is_database(fd)) return 0;
    calls++;
    if (kind == NOTHING) return 0;
    if (kind == FLUSH_FAILS) return is_flush && calls >= at && (at = 1 << 30);
    if (kind == FULL) return !is_flush && calls >= at;
    if (calls != at) return 0;
    if (kind == CUT) kill(getpid(), SIGKILL);
    return 1;
}

static int error(void) { errno = kind == FULL ? ENOSPC : EIO; return -1; }

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

#define WRITER(name, offset_type)                                                   \
    ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) {    \
        REAL(name);                                                                 \
        if (!strikes(fd, 0)) return real(fd, bytes, length, offset);                \
        if (kind == TORN) { real(fd, bytes, length / 2, offset); kill(getpid(), SIGKILL); } \
        return error();                                                             \
    }
WRITER(pwrite, off_t)
WRITER(pwrite64, off64_t)

#define FLUSHER(name)                                       \
    int name(int fd) {                                      \
        REAL(name);                                         \
        return strikes(fd, 1) ? error() : real(fd);         \
    }
FLUSHER(fsync)
FLUSHER(fdatasync)

#define CUTTER(name, offset_type)                                       \
    int name(int fd, offset_type length) {                              \
        REAL(name);                                                     \
        return strikes(fd, 0) ? error() : real(fd, length);             \
    }
CUTTER(ftruncate, off_t)
CUTTER(ftruncate64, off64_t)
