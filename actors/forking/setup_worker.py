"""The launcher under the name of Ray's script for workers with a runtime environment.

The raylet's command names both scripts. For a worker without a runtime environment it leaves out the first, which it
knows by this file's name.
"""

from actors.forking.launcher import main

if __name__ == "__main__":
    main()
