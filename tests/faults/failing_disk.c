/* Stands between the program and the system (LD_PRELOAD): counts what changes or flushes the files of
   one folder, and lets one of these calls, or all from there on, go wrong as a bad disk or a power cut
   would. Armed by the test through ctypes; until then everything passes.

   A power cut of the kinds UNFLUSHED and REORDERED also takes back what was written since each file
   was last flushed (all of it, or every second piece), as a disk's and the system's memory do, and
   renames in folders that were not flushed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NOTHING, ERROR_ONCE, FULL, FLUSH_FAILS, CUT, TORN, UNFLUSHED, REORDERED };

struct piece { /* written, cut off or renamed, and not yet flushed */
    struct piece *older;
    dev_t device;
    ino_t file; /* of the folder, where something was renamed */
    char path[512], former[512];
    off_t offset, size, new_size;
    size_t old_length, new_length;
    char *old_bytes, *new_bytes;
};

static int kind = NOTHING, at = 0, calls = 0;
static char folder[512];
static struct piece *newest = NULL;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

void disk_arm(int new_kind, int new_at, const char *new_folder) {
    kind = new_kind; at = new_at; calls = 0;
    snprintf(folder, sizeof folder, "%s", new_folder);
}
int disk_calls(void) { return calls; }

static int path_of(int fd, char *path, size_t room) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, room - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return folder[0] && strncmp(path, folder, strlen(folder)) == 0;
}

static ssize_t put(int fd, const void *bytes, size_t length, off_t offset) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "pwrite");
    return real(fd, bytes, length, offset);
}

static int cut_to(int fd, off_t length) {
    static int (*real)(int, off_t);
    if (!real) real = dlsym(RTLD_NEXT, "ftruncate");
    return real(fd, length);
}

static int moved(const char *from, const char *to) {
    static int (*real)(const char *, const char *);
    if (!real) real = dlsym(RTLD_NEXT, "rename");
    return real(from, to);
}

static void take_back(struct piece *piece) {
    if (piece->former[0]) { moved(piece->path, piece->former); return; }
    int fd = open(piece->path, O_WRONLY);
    if (fd < 0) return; /* removed meanwhile */
    put(fd, piece->old_bytes, piece->old_length, piece->offset);
    cut_to(fd, piece->size);
    close(fd);
}

static void do_again(struct piece *piece) {
    if (piece->former[0]) return;
    int fd = open(piece->path, O_WRONLY);
    if (fd < 0) return;
    if (piece->new_length) put(fd, piece->new_bytes, piece->new_length, piece->offset);
    else cut_to(fd, piece->new_size);
    close(fd);
}

static void again_every_second(struct piece *piece, int number) {
    if (!piece) return;
    again_every_second(piece->older, number + 1);
    if (number % 2) do_again(piece);
}

static void power_fails(void) {
    if (kind == UNFLUSHED || kind == REORDERED)
        for (struct piece *piece = newest; piece; piece = piece->older) take_back(piece);
    if (kind == REORDERED) again_every_second(newest, 0);
    kill(getpid(), SIGKILL);
}

static struct piece *piece_of(int fd, const char *path, off_t offset, size_t length) {
    struct stat about;
    struct piece *piece = calloc(1, sizeof *piece);
    fstat(fd, &about);
    piece->device = about.st_dev; piece->file = about.st_ino; piece->size = about.st_size;
    snprintf(piece->path, sizeof piece->path, "%s", path);
    piece->offset = offset;
    piece->old_bytes = malloc(length + 1);
    int other = open(path, O_RDONLY); /* ours may be for writing alone */
    ssize_t had = other < 0 ? 0 : pread(other, piece->old_bytes, length, offset);
    if (other >= 0) close(other);
    piece->old_length = had < 0 ? 0 : had;
    return piece;
}

static void remember(struct piece *piece) {
    pthread_mutex_lock(&lock);
    piece->older = newest; newest = piece;
    pthread_mutex_unlock(&lock);
}

static int remembers(void) { return kind == UNFLUSHED || kind == REORDERED; }

static void flushed(int fd) {
    struct stat about;
    if (!remembers() || fstat(fd, &about)) return;
    pthread_mutex_lock(&lock);
    for (struct piece **place = &newest; *place;) {
        struct piece *piece = *place;
        if (piece->device == about.st_dev && piece->file == about.st_ino) {
            *place = piece->older;
            free(piece->old_bytes); free(piece->new_bytes); free(piece);
        } else place = &piece->older;
    }
    pthread_mutex_unlock(&lock);
}

/* Returns whether this call goes wrong; a cut ends the process here. */
static int strikes(int is_flush) {
    pthread_mutex_lock(&lock);
    calls++;
    int strikes_now = calls == at;
    if (kind == FLUSH_FAILS) strikes_now = is_flush && calls >= at;
    if (kind == FLUSH_FAILS && strikes_now) at = 1 << 30;
    if (kind == FULL) strikes_now = !is_flush && calls >= at;
    if (kind == NOTHING) strikes_now = 0;
    pthread_mutex_unlock(&lock);
    if (strikes_now && (kind == CUT || remembers())) power_fails();
    return strikes_now;
}

static int error(void) { errno = kind == FULL ? ENOSPC : EIO; return -1; }

static void keep_written(int fd, const char *path, const void *bytes, size_t length, off_t offset) {
    struct piece *piece = piece_of(fd, path, offset, length);
    piece->new_bytes = malloc(length + 1);
    memcpy(piece->new_bytes, bytes, length);
    piece->new_length = length;
    remember(piece);
}

#define WRITER(name, offset_type)                                                   \
    ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) {    \
        char path[512];                                                             \
        REAL(name);                                                                 \
        if (!path_of(fd, path, sizeof path)) return real(fd, bytes, length, offset); \
        if (strikes(0)) {                                                           \
            if (kind == TORN) { real(fd, bytes, length / 2, offset); kill(getpid(), SIGKILL); } \
            return error();                                                         \
        }                                                                           \
        if (remembers()) keep_written(fd, path, bytes, length, offset);             \
        return real(fd, bytes, length, offset);                                     \
    }
WRITER(pwrite, off_t)
WRITER(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[512];
    REAL(write);
    if (!path_of(fd, path, sizeof path)) return real(fd, bytes, length);
    if (strikes(0)) {
        if (kind == TORN) { real(fd, bytes, length / 2); kill(getpid(), SIGKILL); }
        return error();
    }
    if (remembers()) keep_written(fd, path, bytes, length, lseek(fd, 0, SEEK_CUR));
    return real(fd, bytes, length);
}

#define FLUSHER(name)                                       \
    int name(int fd) {                                      \
        char path[512];                                     \
        REAL(name);                                         \
        if (!path_of(fd, path, sizeof path)) return real(fd); \
        if (strikes(1)) return error();                     \
        flushed(fd);                                        \
        return real(fd);                                    \
    }
FLUSHER(fsync)
FLUSHER(fdatasync)

#define CUTTER(name, offset_type)                                       \
    int name(int fd, offset_type length) {                              \
        char path[512];                                                 \
        REAL(name);                                                     \
        if (!path_of(fd, path, sizeof path)) return real(fd, length);   \
        if (strikes(0)) return error();                                 \
        if (remembers()) {                                              \
            struct stat about;                                          \
            fstat(fd, &about);                                          \
            size_t gone = about.st_size > length ? about.st_size - length : 0; \
            struct piece *piece = piece_of(fd, path, length, gone);     \
            piece->new_size = length;                                   \
            remember(piece);                                            \
        }                                                               \
        return real(fd, length);                                        \
    }
CUTTER(ftruncate, off_t)
CUTTER(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(rename);
    if (!folder[0] || strncmp(to, folder, strlen(folder))) return real(from, to);
    if (strikes(0)) return error();
    int failed = real(from, to);
    if (!failed && remembers()) {
        struct piece *piece = calloc(1, sizeof *piece);
        struct stat about;
        snprintf(piece->path, sizeof piece->path, "%s", to);
        char *slash = strrchr(piece->path, '/');
        *slash = 0; stat(piece->path, &about); *slash = '/';
        piece->device = about.st_dev; piece->file = about.st_ino;
        snprintf(piece->former, sizeof piece->former, "%s", from);
        remember(piece);
    }
    return failed;
}
