"""The demo: simulated cloud and Nightscout, a real Home Assistant set up through its own flow, a live dashboard."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
import hashlib
from pathlib import Path
import shutil
import signal
import sys
import tempfile
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from scripts.home import HOST, ROOT, Home, Process, free_port
from simulator.libreview import libreview_file
from simulator.people import SimulatedPatient, demo_account

DASHBOARD = "librelink-up"
SECRET = "simulator-secret"  # noqa: S105 - of nobody
_CHECK_SECONDS = 180
PAST_DAYS = 30
_HISTORY_REACH = timedelta(hours=12)
_AUTOMATION = "automation.glucose_is_low"
_WANTED_STATES = ("glucose", "signal_lost", "chart", "sensor_expires")


async def start_simulator(log: Path, cloud_port: int, nightscout_ports: list[int], *more: str) -> Process:
    """Start the simulator and wait until it serves."""
    command = [sys.executable, "-m", "simulator", "--secret", SECRET, "--cloud-port", str(cloud_port)]
    process = await Process.start([*command, "--nightscout-port", *map(str, nightscout_ports), *more], log)
    async with aiohttp.ClientSession() as http, asyncio.timeout(30):
        while True:
            with suppress(aiohttp.ClientError):
                async with http.get(f"http://{HOST}:{nightscout_ports[-1]}/api/versions"):
                    return process
            if not process.running:
                raise RuntimeError(f"the simulator ended, see {log}")
            await asyncio.sleep(0.1)


async def set_up(home: Home, nightscout_ports: Sequence[int | None]) -> dict[str, Any]:
    """Set the integration up through its own flow, as a user would; returns the flow's result.

    There is a port for each person; None: their readings go nowhere.
    """
    account = demo_account()
    patients = sorted(account.patients, key=lambda patient: patient.first_name)
    result = await home.flow(
        "librelink_up",
        [
            ("user", {"email": account.email, "password": account.password, "region": "auto"}),
            ("patients", {"patients": [patient.patient_id for patient in patients]}),
        ],
    )
    if result["type"] != "create_entry":
        raise RuntimeError(f"the flow ended with {result}")
    entry_id = result["result"]["entry_id"]
    followed = await home.command(type="config_entries/subentries/list", entry_id=entry_id)
    by_person = {subentry["unique_id"]: subentry["subentry_id"] for subentry in followed}
    for patient, port in zip(patients, nightscout_ports, strict=True):
        if port:
            await add_nightscout(home, entry_id, by_person[patient.patient_id], port)
    await until_sites(home, sum(port is not None for port in nightscout_ports))
    return result


async def people_of(home: Home) -> dict[str, dict[str, Any]]:
    """Return the devices of the people who are followed, by patient id."""
    devices = await home.command(type="config/device_registry/list")
    return {key: device for device in devices for domain, key in device["identifiers"] if domain == "librelink_up"}


async def import_past(home: Home, patients: Sequence[SimulatedPatient], days: int = PAST_DAYS) -> None:
    """Import what people's apps have recorded, from files of LibreView, so that there is something to look back at."""
    end = datetime.now(UTC) - _HISTORY_REACH  # What comes after that, the cloud still has.
    people = await people_of(home)
    for patient in patients:
        file = home.media / f"{patient.first_name}.csv"
        content = libreview_file(patient, end - timedelta(days=days), end, ZoneInfo(home.time_zone))
        await asyncio.to_thread(file.write_text, content)
        result = await home.act("import_file", device_id=people[patient.patient_id]["id"], path=str(file))
        if not result["added"]:
            raise RuntimeError(f"nothing was imported: {result}")


async def until_sites(home: Home, count: int) -> None:
    """Wait until the account is set up again, with the entities of so many sites."""
    async with asyncio.timeout(_CHECK_SECONDS):
        while True:
            keys = [entity["translation_key"] for entity in await home.entities()]
            if keys.count("nightscout_problem") >= count:
                return
            await asyncio.sleep(0.2)


async def add_nightscout(home: Home, entry_id: str, subentry_id: str, port: int) -> None:
    """Have a person's readings sent to a site on loopback, through their dialog."""
    site = {
        "url": f"http://{HOST}:{port}",
        "secret": SECRET,
        "api": "v1",
        "send": "every_reading",
        "since": "day",
    }
    steps = [("reconfigure", {"next_step_id": "nightscout"}), ("nightscout", site)]
    result = await home.change_person(entry_id, subentry_id, steps)
    if result.get("reason") != "reconfigure_successful":
        raise RuntimeError(f"the flow ended with {result}")


async def make_dashboard(home: Home) -> None:
    """Show the people on the dashboard that comes with the integration, as *Add dashboard* makes it."""
    await home.command(
        type="lovelace/dashboards/create",
        url_path=DASHBOARD,
        title="LibreLink Up",
        icon="mdi:diabetes",
        mode="storage",
        show_in_sidebar=True,
        require_admin=False,
    )
    await home.command(
        type="lovelace/config/save", url_path=DASHBOARD, config={"strategy": {"type": "custom:librelink-up"}}
    )


async def make_automation(home: Home) -> None:
    """Make an automation that tells of everybody's lows in Home Assistant's own notifications."""
    targets = [entity["entity_id"] for entity in await home.entities() if entity["translation_key"] == "glucose"]
    await home.automate(
        "glucose_is_low",
        triggers=[
            {"trigger": f"librelink_up.{trigger}", "target": {"entity_id": targets}}
            for trigger in ("became_low", "low_predicted", "reading_overdue")
        ],
        actions=[
            {
                "action": "persistent_notification.create",
                "data": {
                    "title": "{{ trigger.patient }}: {{ trigger.event | replace('_', ' ') }}",
                    "message": "{{ trigger.display }}, {{ trigger.age }} min ago",
                },
            }
        ],
        mode="parallel",
    )


async def entries(port: int) -> list[dict[str, Any]]:
    """Return what a simulated Nightscout holds, newest first, as its own API has it."""
    headers = {"api-secret": hashlib.sha1(SECRET.encode()).hexdigest()}  # noqa: S324 - what Nightscout asks for
    url = f"http://{HOST}:{port}/api/v1/entries.json?find[date][$gte]=0&count=100000"
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        found: list[dict[str, Any]] = await answer.json()
        return found


async def past_of(home: Home) -> list[str]:
    """Return what the last 14 days of each person were like; raises RuntimeError when that is not known."""
    lines = []
    for device in (await people_of(home)).values():
        report = await home.act("get_report", device_id=device["id"])
        if report["gmi"] is None:
            raise RuntimeError(f"the days that were imported are not there: {report}")
        lines.append(
            f"Last 14 days of {device['name']}: {report['consensus']['in_range']} % in range, GMI {report['gmi']} %"
        )
    return lines


async def check(home: Home, nightscout_ports: list[int]) -> bool:
    """Wait until readings stand in Home Assistant and in Nightscout, print them, and say whether they do."""
    entities = {entity["entity_id"]: entity for entity in await home.entities()}
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            while True:
                states = await home.states()
                known = [
                    states[name]["state"] not in ("unknown", "unavailable")
                    for name, entity in entities.items()
                    if entity["translation_key"] in _WANTED_STATES and name in states
                ]
                # The graph is asked for some seconds after the first poll: more than an hour of it must be there.
                delivered = [len(await entries(port)) for port in nightscout_ports]
                known.append(states.get(_AUTOMATION, {}).get("state") == "on")
                if len(known) == 2 * len(_WANTED_STATES) + 1 and all(known) and min(delivered) > 100:  # noqa: PLR2004
                    break
                await asyncio.sleep(1)
    except TimeoutError:
        print(f"No readings after {_CHECK_SECONDS} s. Home Assistant's log: {home.log}")
        return False
    for name in sorted(entities):
        if name in states:
            print(f"{name:55} {states[name]['state']} {states[name]['attributes'].get('unit_of_measurement', '')}")
    print(f"{_AUTOMATION:55} {states[_AUTOMATION]['state']}")
    if issues := (await home.command(type="repairs/list_issues"))["issues"]:
        print(f"There is something to repair: {issues}")
        return False
    print("\n".join(await past_of(home)))
    for port in nightscout_ports:
        found = await entries(port)
        newest = found[0]
        when = datetime.fromisoformat(newest["dateString"])
        print(f"Nightscout {port}: {len(found)} entries, newest {newest['sgv']} mg/dL {newest['direction']} at {when}")
    return True


async def run(*, check_only: bool) -> int:
    """Run the demo; returns the exit status."""
    home_folder = Path(tempfile.mkdtemp(prefix="librelink-up-")) if check_only else ROOT / ".demo"
    shutil.rmtree(home_folder, ignore_errors=True)
    home_folder.mkdir(parents=True)
    cloud_port, *nightscout_ports = (free_port(0 if check_only else port) for port in (8765, 1337, 1338))
    port = free_port(0 if check_only else 8123)
    async with AsyncExitStack() as stack:
        if check_only:
            stack.callback(shutil.rmtree, home_folder, ignore_errors=True)
        simulator = await start_simulator(home_folder / "simulator.log", cloud_port, nightscout_ports)
        stack.push_async_callback(simulator.stop)
        home = Home(home_folder / "home", port=port, env={"LIBRELINK_UP_CLOUD_URL": f"http://{HOST}:{cloud_port}"})
        stack.push_async_callback(home.close)
        await home.start()
        await home.onboard()
        await set_up(home, nightscout_ports)
        await import_past(home, demo_account().patients)
        await make_dashboard(home)
        await make_automation(home)
        if check_only:
            return 0 if await check(home, nightscout_ports) else 1
        print(f"\n  Home Assistant:  {home.url}/{DASHBOARD}   (no log-in needed from this machine)")
        for patient, nightscout_port in zip(("Anna", "Ben"), nightscout_ports, strict=True):
            print(f"  Nightscout {patient + ':':6} http://{HOST}:{nightscout_port}/")
        print(f"  Simulated cloud: http://{HOST}:{cloud_port}/   (faults: see simulator/README.md)")
        print("\n  Ctrl-C ends it.", flush=True)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--check", action="store_true", help="no browser: wait for readings, print them, exit 0 or 1")
    sys.exit(asyncio.run(run(check_only=parser.parse_args().check)))
