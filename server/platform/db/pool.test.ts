import { describe, expect, test } from "vitest";
import { useDatabase } from "../../../testkit/database.ts";
import { copyInto, copyLine } from "./copy.ts";
import { inTransaction } from "./transaction.ts";

const store = useDatabase();

test("values keep what they are: dates and decimals as text, int8 as bigint, arrays alike", async () => {
  const { rows } = await store.pool.query(
    `select date '2026-03-01' as day, timestamptz '2026-03-01 00:00:00+08' as at, 1.10::numeric as rate,
            9007199254740993::int8 as big, array[date '2026-03-01'] as days, array[9007199254740993]::int8[] as bigs, '{}'::int8[] as none`,
  );
  expect(rows[0]).toEqual({
    day: "2026-03-01",
    at: "2026-02-28 16:00:00+00",
    rate: "1.10",
    big: 9007199254740993n,
    days: ["2026-03-01"],
    bigs: [9007199254740993n],
    none: [],
  });
});

describe("what only ever grows", () => {
  test.each(["account_event", "bucket_flow", "day_batch", "feed", "suppression_signature"])(
    "%s can be read and added to, not changed",
    async (table) => {
      await expect(store.pool.query(`select count(*) from ${table}`)).resolves.toBeDefined();
      await expect(store.pool.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
      const column = (await store.pool.query(`select * from ${table} limit 0`)).fields[0]?.name;
      await expect(store.pool.query(`update ${table} set ${column} = ${column}`)).rejects.toThrow(
        /permission denied/,
      );
    },
  );
});

describe("COPY", () => {
  test.each([
    ["text with special characters", "tab\tand\nnewline\\", "tab\\tand\\nnewline\\\\\n"],
    ["nothing", null, "\\N\n"],
    ["an integer of any size", 12n, "12\n"],
    ["a truth value", true, "t\n"],
    ["bytes", Buffer.from([0xab, 0x01]), "\\\\xab01\n"],
    ["a list of texts", ["a", 'b"c', "d\\e"], '{"a","b\\\\"c","d\\\\\\\\e"}\n'],
    ["a list of integers", [1n, 2n], "{1,2}\n"],
  ])("%s", (_what, value, line) => {
    expect(copyLine([value])).toBe(line);
  });

  test("what is copied comes back the same", async () => {
    const rows = [
      ["plain", Buffer.from([0, 1, 255]), ["x y", 'quo"te', "back\\slash", "汉字"], null],
      ["tab\t newline\n back\\slash", Buffer.alloc(0), [], 5n],
    ] as const;
    const back = await inTransaction(store.pool, async ({ client }) => {
      await client.query(
        "create temp table t (a text, b bytea, c text[], d bigint) on commit drop",
      );
      expect(await copyInto(client, { table: "t", columns: ["a", "b", "c", "d"] }, rows)).toBe(2);
      return (await client.query({ text: "select * from t", rowMode: "array" })).rows;
    });
    expect(back).toEqual(rows);
  });

  test("a row that the database refuses is an error, and the connection goes on", async () => {
    await inTransaction(store.pool, async ({ client }) => {
      await client.query("create temp table t (a int)");
      await client.query("savepoint here");
      await expect(copyInto(client, { table: "t", columns: ["a"] }, [["x"]])).rejects.toThrow(
        /integer/,
      );
      await client.query("rollback to here");
      expect(await copyInto(client, { table: "t", columns: ["a"] }, [[1]])).toBe(1);
    });
  });
});

describe("transactions", () => {
  test("a serialisation failure is tried again, a bounded number of times", async () => {
    let attempts = 0;
    const failing = inTransaction(store.pool, async ({ client }) => {
      attempts++;
      await client.query("do $$ begin raise exception using errcode = '40001'; end $$");
    });
    await expect(failing).rejects.toMatchObject({ code: "40001" });
    expect(attempts).toBe(5);
  });

  test("an ordinary error is not", async () => {
    let attempts = 0;
    const failing = inTransaction(store.pool, async () => {
      attempts++;
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(attempts).toBe(1);
  });
});
