"""`sora-studio config`: show or change this machine's settings."""

import argparse
from dataclasses import asdict

from sora_studio.cli.output import Output
from sora_studio.studio.config import load_config, save_config, with_setting
from sora_studio.studio.machine import graphs_kept


def run(arguments: argparse.Namespace, output: Output) -> None:
    config = load_config()
    if arguments.value is not None:
        config = with_setting(config, arguments.key, arguments.value)
        file = save_config(config)
        if arguments.key == "keep_graphs" and not config.keep_graphs:
            graphs_kept().clear()
        output.line(f"Saved in {file}.", {"saved": str(file)})
    elif arguments.key is not None:
        with_setting(config, arguments.key, "")
    shown = {key: value for key, value in asdict(config).items() if arguments.key in (None, key)}
    rows = [(key, str(value) if value not in ("", 0, {}) else "(decided for you)") for key, value in shown.items()]
    output.table(("setting", "value"), rows, [shown])
