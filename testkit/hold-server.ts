import { startEmbedded } from "@mora/server/platform/db/embedded";

/** A process that holds the embedded server until it is killed; for embedded.test.ts. */
await startEmbedded({ home: process.argv[2] as string });
process.send?.("ready");
setInterval(() => undefined, 1_000);
