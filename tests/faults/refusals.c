/* A machine that refuses: preloaded into a process, it lets one of the things that are done with files fail, whichever
 * library does it, or kills the process instead. Built and steered by `tests.faults.machine`. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { READS = 1, OPENS = 2, WRITES = 4, FLUSHES = 8, CHANGES = 16, REMOVES = 32 };

static char root[PATH_MAX];
static size_t length;
static int number, kinds, keeps;
static atomic_long at = -1, seen;

/* Refuse, of the things of these kinds that are done under a folder, the one with this number, counted from 0, and all
 * that follow it where `then_on` is set; with 0 for the error the process is killed there. -1 refuses nothing. */
void refuse(const char *folder, int error, int of_kinds, long place, int then_on) {
    strncpy(root, folder, sizeof root - 1);
    length = strlen(root);
    number = error;
    kinds = of_kinds;
    keeps = then_on;
    seen = 0;
    at = place;
}

/* How many such things were done since. */
long things_done(void) { return seen; }

static void die(int signal_number) {
    (void)signal_number;
    kill(getpid(), SIGKILL);
}

/* Kill the process once it has used this much of the processor, or once so much time has passed. */
void die_after(double seconds, int of_processor) {
    struct itimerval timer = {{0, 0}, {(time_t)seconds, (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6) + 1}};
    signal(of_processor ? SIGPROF : SIGALRM, die);
    setitimer(of_processor ? ITIMER_PROF : ITIMER_REAL, &timer, NULL);
}

static int is_under(const char *path) {
    return !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static int is_there(int folder, const char *path) {
    char whole[PATH_MAX * 2], link[64];
    ssize_t size;
    if (path[0] == '/') return is_under(path);
    snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    if ((size = readlink(link, whole, PATH_MAX)) < 0) return 0;
    snprintf(whole + size, sizeof whole - (size_t)size, "%s%s", *path ? "/" : "", path);
    return is_under(whole);
}

static int refused(int kind, int folder, const char *path) {
    int before = errno;
    long place;
    if (at < 0 || !(kind & kinds) || !is_there(folder, path)) {
        errno = before;
        return 0;
    }
    errno = before;
    place = seen++;
    if (place != at && !(keeps && place > at)) return 0;
    if (!number) die(0);
    errno = number;
    return 1;
}

static int of_flags(int flags) { return flags & (O_WRONLY | O_RDWR | O_CREAT) ? OPENS : READS; }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRAP(type, name, parameters, arguments, kind, folder, path) \
    type name parameters {                                          \
        if (refused(kind, folder, path)) return -1;                 \
        return REAL(name) arguments;                                \
    }

#define WRAP_OPEN(name)                                          \
    int name(const char *path, int flags, ...) {                 \
        va_list rest;                                            \
        va_start(rest, flags);                                   \
        mode_t mode = va_arg(rest, mode_t);                      \
        va_end(rest);                                            \
        if (refused(of_flags(flags), AT_FDCWD, path)) return -1; \
        return REAL(name)(path, flags, mode);                    \
    }
#define WRAP_OPENAT(name)                                      \
    int name(int folder, const char *path, int flags, ...) {   \
        va_list rest;                                          \
        va_start(rest, flags);                                 \
        mode_t mode = va_arg(rest, mode_t);                    \
        va_end(rest);                                          \
        if (refused(of_flags(flags), folder, path)) return -1; \
        return REAL(name)(folder, path, flags, mode);          \
    }
#define WRAP_FOPEN(name)                                                                      \
    FILE *name(const char *path, const char *mode) {                                          \
        if (refused(strpbrk(mode, "wa+") ? OPENS : READS, AT_FDCWD, path)) return NULL;        \
        return REAL(name)(path, mode);                                                        \
    }

WRAP_OPEN(open)
WRAP_OPEN(open64)
WRAP_OPENAT(openat)
WRAP_OPENAT(openat64)
WRAP_FOPEN(fopen)
WRAP_FOPEN(fopen64)
WRAP(int, creat, (const char *path, mode_t mode), (path, mode), OPENS, AT_FDCWD, path)

WRAP(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size), WRITES, fd, "")
WRAP(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t to), (fd, data, size, to), WRITES, fd, "")
WRAP(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t to), (fd, data, size, to), WRITES, fd, "")
WRAP(ssize_t, writev, (int fd, const struct iovec *data, int count), (fd, data, count), WRITES, fd, "")
WRAP(ssize_t, sendfile, (int fd, int from, off_t *start, size_t size), (fd, from, start, size), WRITES, fd, "")
WRAP(ssize_t, sendfile64, (int fd, int from, off64_t *start, size_t size), (fd, from, start, size), WRITES, fd, "")
WRAP(ssize_t, copy_file_range, (int from, off64_t *start, int fd, off64_t *to, size_t size, unsigned flags),
     (from, start, fd, to, size, flags), WRITES, fd, "")
WRAP(int, ftruncate, (int fd, off_t size), (fd, size), WRITES, fd, "")
WRAP(int, ftruncate64, (int fd, off64_t size), (fd, size), WRITES, fd, "")

size_t fwrite(const void *data, size_t size, size_t count, FILE *stream) {
    if (refused(WRITES, fileno(stream), "")) return 0;
    return REAL(fwrite)(data, size, count, stream);
}

WRAP(int, fsync, (int fd), (fd), FLUSHES, fd, "")
WRAP(int, fdatasync, (int fd), (fd), FLUSHES, fd, "")

WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), CHANGES, AT_FDCWD, path)
WRAP(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), CHANGES, folder, path)
WRAP(int, rename, (const char *from, const char *to), (from, to), CHANGES, AT_FDCWD, to)
WRAP(int, renameat, (int one, const char *from, int two, const char *to), (one, from, two, to), CHANGES, two, to)
WRAP(int, link, (const char *from, const char *to), (from, to), CHANGES, AT_FDCWD, to)
WRAP(int, linkat, (int one, const char *from, int two, const char *to, int flags), (one, from, two, to, flags), CHANGES,
     two, to)
WRAP(int, symlink, (const char *from, const char *to), (from, to), CHANGES, AT_FDCWD, to)
WRAP(int, unlink, (const char *path), (path), REMOVES, AT_FDCWD, path)
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), REMOVES, folder, path)
WRAP(int, rmdir, (const char *path), (path), REMOVES, AT_FDCWD, path)
