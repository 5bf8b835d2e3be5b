"""The card, and what serves it to the browser: websocket commands by `frontend/src/data/protocol.ts`."""
