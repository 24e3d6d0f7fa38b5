import { describe, expect, test } from "vitest";
import { assert, InvariantError, unreachable } from "./assert.ts";

describe("assert", () => {
  test.each([true, 1, "text", {}, 1n])("lets %s pass", (condition) => {
    expect(() => assert(condition, "never seen")).not.toThrow();
  });

  test.each([false, 0, "", null, undefined, 0n])("breaks on %s, with the message", (condition) => {
    expect(() => assert(condition, "the books do not balance")).toThrow(
      new InvariantError("the books do not balance"),
    );
  });

  test("narrows the type for what follows", () => {
    const text: string | undefined = ["a"].at(0);
    assert(text !== undefined, "no text");
    expect(text.toUpperCase()).toBe("A");
  });
});

test("unreachable names the value that the types ruled out", () => {
  expect(() => unreachable("weekly" as never)).toThrow("unreachable: weekly");
});

test("an invariant error can be told from any other", () => {
  const error = new InvariantError("broken");
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe("InvariantError");
});
