"""The wire between a browser and a practice, to be cut in the middle of things."""

import contextlib
import socket
import threading

BYTES_AT_ONCE = 65_536


class Wire:
    """Carries bytes from an address of its own to a served practice until it is cut.

    What is under way when it is cut is cut in the middle, as on a train in a tunnel.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and every new one, until it is mended."""
        with self._lock:
            self._is_cut = True
            broken, self._open = self._open, set()
        for end in broken:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._target), timeout=30)
        except OSError:
            near.close()
            return
        with self._lock:
            if self._is_cut:
                near.close()
                far.close()
                return
            self._open |= {near, far}
        there = threading.Thread(target=self._carry, args=(near, far), daemon=True)
        there.start()
        self._carry(far, near)

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(BYTES_AT_ONCE):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
