import { storySchema } from "../contract/story.ts";

/** docs/story.schema.json, the format of stories for editors and other readers. */
export const storySchemaFile = "docs/story.schema.json";

export { storySchema };
