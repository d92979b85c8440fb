"""The command `jixiao`: `flows.cli` in an interpreter that takes no module from where the caller's PYTHONPATH leads.

An empty entry of PYTHONPATH (`:/opt/tools`) is the folder of the call, and many a folder holds a package `flows` or a module
`numbers`. So this module stands beside the packages, and imports nothing that could be found there.
"""

import os
import sys

_STEERING = ("PYTHONPATH", "PYTHONINSPECT")
"""What adds modules of others; what keeps the interpreter open at the end, so that its exit status is lost."""


def main() -> None:
    """Run the command."""
    if not sys.flags.isolated and any(os.environ.get(name) for name in _STEERING):
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-I", *sys.argv])  # noqa: S606 (ourselves, without a shell)
    from flows.cli import main as run  # noqa: PLC0415 (not before modules of others are out of reach)

    run()


if __name__ == "__main__":
    main()
