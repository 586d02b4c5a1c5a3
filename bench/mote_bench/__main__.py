"""The comparison's command line: python3 -m mote_bench COMMAND --help."""

import argparse
import signal
import sys

from mote_bench import compare, crosscheck, foundation, growth, kernels, report, sheets


def main() -> int:
    parser = argparse.ArgumentParser(prog="mote_bench", description="mote beside the codecs people would use instead")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module, text in (
        ("compare", compare, "run the codecs and write bench/results/*.csv"),
        ("crosscheck", crosscheck, "measure the anchors' settings again and compare"),
        ("report", report, "one HTML page and its Markdown from what compare wrote"),
        ("sheets", sheets, "every picture beside mote's and AVIF's, one PNG each"),
        ("foundation", foundation, "time and memory of mote alone, against Pillow and against its bars"),
        ("growth", growth, "time and memory of mote alone over picture sizes"),
        ("kernels", kernels, "time of mote's kernels and API calls, in process"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        module.add_arguments(command)
        command.set_defaults(run=module.run_command)
    arguments = parser.parse_args()
    # In the background of a script the shell has Ctrl-C ignored; and being asked to end loses no more than Ctrl-C does.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    return arguments.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
