import type pg from "pg";
import type { Clock } from "../../platform/clock.ts";
import type { KeyRing } from "../../platform/crypto/keys.ts";
import { uuidV7 } from "../../platform/crypto/uuid.ts";
import { inTransaction } from "../../platform/db/transaction.ts";
import { ensureBook } from "../portfolio/index.ts";
import type { FileKind } from "./bundle-format.ts";
import type { ImportContext } from "./context.ts";
import { finishImport } from "./finish.ts";
import {
  createWorkTables,
  type MergeCount,
  mergeVersioned,
  rejectChecked,
  rejectDuplicates,
  resolve,
} from "./merge.ts";
import { accountCheck, accountStage, mergeAccounts } from "./merge-accounts.ts";
import { instalmentStage, mergeSchedules } from "./merge-schedules.ts";
import { type SealedTarget, sealedTargets } from "./sealed-rows.ts";
import { type FileReject, type ImportRequest, openWork, stageRows, type Work } from "./staging.ts";
import { type Target, targets } from "./targets.ts";

export type ImportSummary = {
  readonly bookId: string;
  readonly asOf: string;
  readonly isDryRun: boolean;
  readonly kinds: readonly KindSummary[];
};
export type KindSummary = {
  readonly kind: FileKind;
  readonly rows: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
};

/**
 * Takes a source into a book, in one transaction: either everything but the rejected rows is in, or
 * nothing is. The same source twice changes nothing the second time. A dry run does it all and takes
 * it back, so that what it prints is what would happen.
 *
 * @throws UserError for a source or mapping that cannot be used; nothing is written then
 */
export async function importBook(
  pool: pg.Pool,
  tools: { readonly ring: KeyRing; readonly clock: Clock },
  request: ImportRequest,
): Promise<ImportSummary> {
  const recordedAt = tools.clock.now().toISOString();
  return inTransaction(
    pool,
    async ({ client }) => {
      const { bookId, creditorId } = await ensureBook(client, request.mapping, tools.ring);
      const context = { ...request, ring: tools.ring, bookId, creditorId, recordedAt };
      await createWorkTables(client);
      const work = openWork(client, context, request);
      const counts: Omit<KindSummary, "rejected" | "unchanged">[] = [];
      try {
        for (const kind of work.kinds) counts.push({ kind, ...(await importKind(work, kind)) });
      } finally {
        work.close();
      }
      const kinds = await withRejects(client, counts);
      await finishImport(client, context, {
        kinds,
        source: request.source,
        feedId: uuidV7(tools.clock.now()),
      });
      await request.onRejects?.(readRejects(client));
      return { bookId, asOf: request.asOf, isDryRun: request.dryRun === true, kinds };
    },
    request.dryRun ? "rollback" : "commit",
  );
}

type KindCount = { readonly rows: number } & MergeCount;
const noRows: KindCount = { rows: 0, new: 0, changed: 0 };

async function importKind(work: Work, kind: FileKind): Promise<KindCount> {
  const { client, context } = work;
  if (kind in sealedTargets) return importSealed(work, kind as keyof typeof sealedTargets);
  if (kind === "accounts") {
    const rows = await stageRows(work, kind, {
      stage: accountStage,
    });
    if (rows === 0) return noRows;
    await rejectDuplicates(client, kind, ["account_key"]);
    await resolve(client, { refs: ["person"] }, { kind, context });
    await rejectChecked(client, kind, accountCheck);
    return { rows, ...(await mergeAccounts(client, context)) };
  }
  if (kind === "instalments") {
    const rows = await stageRows(work, kind, {
      stage: instalmentStage,
    });
    if (rows === 0) return noRows;
    await rejectDuplicates(client, kind, ["account_key", "no"]);
    return { rows, ...(await mergeSchedules(client, context)) };
  }
  const target: Target = targets[kind as keyof typeof targets];
  const rows = await stageRows(work, kind, {
    stage: target.stage,
  });
  if (rows === 0) return noRows;
  await rejectDuplicates(client, kind, target.key);
  await resolve(client, target, { kind, context });
  if (target.check) await rejectChecked(client, kind, target.check);
  if (kind === "balances") await keepFirstDelinquency(client);
  return { rows, ...(await mergeVersioned(client, target.into, context.recordedAt)) };
}

async function keepFirstDelinquency(client: pg.ClientBase): Promise<void> {
  await client.query(
    `update debt d set first_delinquency_on = r.first_delinquency_on from resolved r
     where d.party_id = r.party_id and d.debt_id = r.debt_id and r.first_delinquency_on is not null
       and d.first_delinquency_on is distinct from r.first_delinquency_on`,
  );
}

async function importSealed(work: Work, kind: keyof typeof sealedTargets): Promise<KindCount> {
  const { client, context } = work;
  const target: SealedTarget = sealedTargets[kind];
  const rows = await stageRows(work, kind, {
    stage: target.stage,
    write: (batch) => target.seal(batch, work),
  });
  if (rows === 0) return noRows;
  await rejectDuplicates(client, kind, target.key);
  await client.query(
    "create temp table resolved on commit drop as select s.*, null::uuid as account_id, $1::smallint as index_version from stage s",
    [context.ring.indexVersion],
  );
  if (kind === "persons") await insertParties(client, context);
  return { rows, ...(await mergeVersioned(client, target.into, context.recordedAt)) };
}

async function insertParties(client: pg.ClientBase, context: ImportContext): Promise<void> {
  await client.query(
    `insert into party (party_id, creditor_id, data_key_wrapped, master_key_version, is_synthetic, recorded_at)
     select party_id, $1, wrapped, $2, $3, $4 from resolved where wrapped is not null`,
    [context.creditorId, context.ring.masterVersion, context.mapping.synthetic, context.recordedAt],
  );
  await client.query(
    `insert into external_ref (party_id, kind, target_id, creditor_id, system, key, from_on)
     select party_id, 'person', party_id, $1, $2, person_key, $3 from resolved where wrapped is not null
     on conflict (party_id, kind, target_id, key) do nothing`,
    [context.creditorId, context.mapping.system, context.asOf],
  );
}

async function withRejects(
  client: pg.ClientBase,
  counts: readonly Omit<KindSummary, "rejected" | "unchanged">[],
): Promise<KindSummary[]> {
  const { rows } = await client.query<{ kind: string; rejected: number }>(
    "select kind, count(distinct line)::int as rejected from reject group by kind",
  );
  const rejectedByKind = new Map(rows.map((row) => [row.kind, row.rejected]));
  return counts.map((count) => {
    const rejected = rejectedByKind.get(count.kind) ?? 0;
    return { ...count, rejected, unchanged: count.rows - rejected - count.new - count.changed };
  });
}

const REJECTS_PER_FETCH = 2_000;

async function* readRejects(client: pg.ClientBase): AsyncGenerator<FileReject> {
  await client.query(
    `declare rejected no scroll cursor for
     select kind, line, "column", code, reason from reject order by kind, line, code`,
  );
  for (;;) {
    const { rows } = await client.query<FileReject>(`fetch ${REJECTS_PER_FETCH} from rejected`);
    yield* rows;
    if (rows.length < REJECTS_PER_FETCH) break;
  }
  await client.query("close rejected");
}
