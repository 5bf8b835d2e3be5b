"""Runs the simulated cloud and the simulated Nightscout on loopback: python -m simulator --help."""

import argparse
import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from .clock import fast_clock, real_clock
from .cloud import SimulatedCloud
from .nightscout import SimulatedNightscout
from .people import demo_account, large_account

HOST = "127.0.0.1"


async def serve(app: web.Application, port: int) -> web.AppRunner:
    """Serve an application on loopback."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    return runner


async def _main(arguments: argparse.Namespace) -> None:
    clock = fast_clock(*arguments.clock) if arguments.clock else real_clock
    accounts = [demo_account(), large_account(arguments.many)]
    for number, patient in enumerate(accounts[0].patients):
        # Whenever it is started, nobody's sensor warms up just then.
        patient.sensor_started = clock().replace(second=0, microsecond=0) - timedelta(days=3 + 5 * number)
    await serve(SimulatedCloud(accounts, clock).app, arguments.cloud_port)
    for number, port in enumerate(arguments.nightscout_port):
        file = arguments.folder / f"nightscout-{number}.jsonl" if arguments.folder else None
        await serve(SimulatedNightscout(arguments.secret, clock, file=file).app, port)
    account = accounts[0]
    print(f"Cloud: http://{HOST}:{arguments.cloud_port}, account {account.email} with {account.password}")  # noqa: T201
    for port in arguments.nightscout_port:
        print(f"Nightscout: http://{HOST}:{port}, API secret {arguments.secret}", flush=True)  # noqa: T201
    await asyncio.Event().wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--cloud-port", type=int, default=8765)
    parser.add_argument("--nightscout-port", type=int, nargs="*", default=[1337])
    parser.add_argument("--secret", default="simulator-secret", help="API secret of the Nightscout sites")
    parser.add_argument("--many", type=int, default=50, help="patients of the account many@example.com")
    parser.add_argument("--folder", type=Path, help="where the Nightscout sites keep their entries")
    parser.add_argument(
        "--clock", type=float, nargs=3, metavar=("START", "ORIGIN", "FACTOR"), help="see simulator.clock.fast_clock"
    )
    return parser.parse_args()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_main(_arguments()))
