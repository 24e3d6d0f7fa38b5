import { config } from "zod";

// zod would otherwise try `new Function`, which the content security policy reports. Imported
// first: schemas read this setting when they are made.
config({ jitless: true });
