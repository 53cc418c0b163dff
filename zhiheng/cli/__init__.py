"""The command line: `zhiheng audit`, `controls`, `catalogue`, `demo`."""

import sys


def main() -> None:
    """Run the command line; bad input ends with one sentence and exit status 2."""
    from zhiheng.cli.app import app  # noqa: PLC0415 - so that --help of a broken install still says why
    from zhiheng.cli.terminal import complain, write_what_can_be_shown  # noqa: PLC0415
    from zhiheng.core.errors import ZhihengError  # noqa: PLC0415

    write_what_can_be_shown()
    try:
        app()
    except ZhihengError as error:
        complain(error)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(141)
    except RuntimeError as error:
        # The engine's word for Ctrl-C while a query runs.
        if "interrupted" not in str(error):
            raise
        sys.exit(130)
    except OSError as error:
        complain(ZhihengError(f"{error.strerror or error}: nothing more can be written there; make room and try again"))
        sys.exit(2)
