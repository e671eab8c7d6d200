"""Signals to stop: each ends a command once, with the status a shell expects, and what was ignored stays so."""

import os
import signal
import threading

import pytest

from turningpoint.cli.terminal.stop_signals import NAMES, Stopped, stop_signals


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_to_stop_is_an_interruption_and_a_second_one_disturbs_nothing(name: str) -> None:
    number = getattr(signal, name)
    inherited = signal.signal(number, signal.default_int_handler)  # `nohup` would have it ignored
    before = signal.getsignal(number)
    cleared = []

    def asked_twice() -> None:
        with stop_signals():
            try:
                os.kill(os.getpid(), number)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)
                cleared.append(True)

    with pytest.raises(Stopped) as stopped:
        asked_twice()
    assert isinstance(stopped.value, KeyboardInterrupt)
    assert stopped.value.exit_status == 128 + number
    assert cleared == [True]
    assert signal.getsignal(number) == before
    signal.signal(number, inherited)


def test_what_was_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_signals():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_other_threads_change_nothing() -> None:
    seen = []

    def elsewhere() -> None:
        with stop_signals():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGTERM)]
