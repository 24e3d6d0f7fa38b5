/** The loan engine at work: stories, and how late a loan is in its product's terms. */
export { bucketOf, isInBetterBucket, type LoanLateness, latenessOf } from "./lateness.ts";
export type { Answer } from "./story/answer.ts";
export { readStory, type StoryProblem, type StoryReading } from "./story/read.ts";
export { toLoanEvent } from "./story/record.ts";
export { type CaseAnswer, replayStory, type StoryAnswer } from "./story/replay-story.ts";
export { isLanguage, statementOf } from "./story/statement.ts";
