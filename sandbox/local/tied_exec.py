"""A program's first moments: tie this process to its parent, become another user, then exec.

Run as `python -I -S tied_exec.py <parent pid> <signal> <uid> <gid> <program> [argument...]`; a uid of -1 keeps the
user. It exists because doing the same in `preexec_fn` runs Python between fork and exec, which can deadlock in a
process with threads (Ray, gRPC).

The death signal is set last: the kernel forgets it when the user changes. It is sent when the *thread* that started
this process ends; `sandbox.local.process` starts every child from a thread that lives as long as its process.
Source: https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
"""

import ctypes  # loaded before the user changes: the new one may not be able to read Python's own files
import os
import sys

PR_SET_PDEATHSIG = 1


def _run(parent_pid: int, death_signal: int, uid: int, gid: int, argv: list[str]) -> None:
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
            sys.exit(f"prctl failed: {os.strerror(ctypes.get_errno())}")
    if os.getppid() != parent_pid:  # the parent ended before the tie held
        sys.exit(1)
    os.execv(argv[0], argv)  # noqa: S606


if __name__ == "__main__":
    _run(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
