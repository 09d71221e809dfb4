/* The clock of a process that is asked what it would do on another day.
 *
 * Loaded before the C library; whoever shares the process sets parity_seconds. 0: the true time.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

volatile long long parity_seconds = 0;

int clock_gettime(clockid_t clock, struct timespec *moment)
{
    if (parity_seconds == 0 || clock != CLOCK_REALTIME)
        return (int)syscall(SYS_clock_gettime, clock, moment);
    moment->tv_sec = parity_seconds;
    moment->tv_nsec = 0;
    return 0;
}
