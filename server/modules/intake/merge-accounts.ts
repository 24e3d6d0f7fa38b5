import type pg from "pg";
import { contractTokens } from "../../platform/crypto/search-token.ts";
import type { CopyValue } from "../../platform/db/copy.ts";
import { type ImportContext, sourceId } from "./context.ts";
import { productDefaults } from "./mapping.ts";
import type { MergeCount } from "./merge.ts";
import type { Row } from "./parse-row.ts";

/** Accounts become a debt (the claim, for life), an account (its projection), and a liability. */
export const accountStage = {
  account_key: "text",
  person_key: "text",
  account_id: "uuid",
  debt_id: "uuid",
  product_id: "uuid",
  product_code: "text",
  kind: "text",
  currency: "text",
  opened_on: "date",
  principal: "bigint",
  status: "text",
  charged_off_on: "date",
  signing_on: "date",
  annual_rate: "numeric",
  tokens: "bigint[]",
} as const;

export function stageAccount(row: Row, context: ImportContext): CopyValue[] {
  const key = row.get("account_key") as string;
  const product = row.get("product_code") as string;
  return [
    key,
    row.get("person_key") as string,
    sourceId(context, "account", key),
    sourceId(context, "debt", key),
    sourceId(context, "product", product),
    product,
    row.get("product_kind") as string,
    row.get("currency") as string,
    row.get("opened_on") as string | null,
    row.get("principal") as bigint | null,
    (row.get("status") as string | null) ?? "open",
    row.get("charged_off_on") as string | null,
    row.get("signing_on") as string | null,
    row.get("annual_rate") as string | null,
    contractTokens(context.ring, key),
  ];
}

/** An account stays with the person it came with: moving one is a transfer, decided by people. */
export const accountCheck = `
  select r.line, 'person_key' as column, 'ACCOUNT_MOVED' as code,
         'account ' || r.account_key || ' already belongs to another person' as reason
  from resolved r join external_ref e on e.creditor_id = r.creditor_id and e.kind = 'account'
    and e.target_id = r.account_id and e.to_on is null
  where e.party_id <> r.party_id`;

/** Writes `resolved` into product, debt, account, external_ref and liability. */
export async function mergeAccounts(
  client: pg.ClientBase,
  context: ImportContext,
): Promise<MergeCount> {
  await mergeProducts(client, context);
  const { rows } = await client.query<{ new: number; changed: number }>(
    `with incoming as (
       select r.*, decode(md5(row(product_id, currency, opened_on, principal, status, charged_off_on, signing_on, annual_rate)::text), 'hex') as hash
       from resolved r),
     written as (
       insert into debt as d (party_id, debt_id, creditor_id, product_id, currency, opened_on, principal_minor,
         signing_on, charged_off_on, annual_rate, search_tokens, search_key_version, recorded_at, source_hash)
       select party_id, debt_id, creditor_id, product_id, currency, opened_on, principal, signing_on, charged_off_on, annual_rate,
         tokens, $1, $2, hash from incoming
       on conflict (party_id, debt_id) do update set
         product_id = excluded.product_id, opened_on = excluded.opened_on, principal_minor = excluded.principal_minor,
         signing_on = excluded.signing_on, charged_off_on = excluded.charged_off_on, annual_rate = excluded.annual_rate, search_tokens = excluded.search_tokens,
         recorded_at = excluded.recorded_at, source_hash = excluded.source_hash
       where d.source_hash <> excluded.source_hash
       returning party_id, debt_id, (xmax = 0) as is_new)
     select count(*) filter (where is_new)::int as new, count(*) filter (where not is_new)::int as changed from written`,
    [context.ring.indexVersion, context.recordedAt],
  );
  await insertAccounts(client, context);
  return rows[0] ?? { new: 0, changed: 0 };
}

async function mergeProducts(client: pg.ClientBase, context: ImportContext): Promise<void> {
  const { rows } = await client.query<{ product_id: string; product_code: string }>(
    "select distinct product_id, product_code from resolved",
  );
  for (const { product_id, product_code } of rows) {
    const product = context.mapping.products[product_code] ?? productDefaults(product_code);
    await client.query(
      `insert into product (product_id, creditor_id, code, name, purpose) values ($1, $2, $3, $4, $5)
       on conflict (product_id) do update set name = excluded.name, purpose = excluded.purpose`,
      [product_id, context.creditorId, product_code, product.name, product.purpose],
    );
    await client.query(
      `with changed as (
         insert into product_terms (product_id, effective_on, recorded_at, bucket_scheme, grace_days, tolerance_minor, reminder_days_before, policy)
         select $1, coalesce($8::date, case
             -- New bands or reminders are for all contracts; a new policy is for those to come.
             when exists (select 1 from product_terms t where t.product_id = $1 and t.policy <> $7::jsonb) then $9::date
             else '1970-01-01' end), $2, $3::text, $4::smallint, $5::bigint, $6::smallint, $7::jsonb
         where not exists (
           select 1 from (
             select * from product_terms where product_id = $1 and ($8::date is null or effective_on = $8)
             order by effective_on desc, recorded_at desc limit 1) t
           where (t.bucket_scheme, t.grace_days, t.tolerance_minor, t.reminder_days_before, t.policy)
             = ($3::text, $4::smallint, $5::bigint, $6::smallint, $7::jsonb))
         returning product_id)
       -- New terms are news for every account that they govern.
       insert into touched select a.party_id, a.account_id from account a join changed c on c.product_id = a.product_id`,
      [
        product_id,
        context.recordedAt,
        product.bucketScheme,
        product.graceDays,
        product.toleranceMinor,
        product.reminderDaysBefore,
        JSON.stringify(product.policy),
        product.policyFrom ?? null,
        context.asOf,
      ],
    );
  }
}

async function insertAccounts(client: pg.ClientBase, context: ImportContext): Promise<void> {
  await client.query(
    `with added as (
       insert into account as a (party_id, account_id, debt_id, book_id, partition_id, product_id, kind, currency, status, next_event_on)
       select r.party_id, r.account_id, r.debt_id, b.book_id, p.partition_id, r.product_id, r.kind, r.currency, r.status, $2
       from resolved r join book b on b.book_id = $1
         -- The slot follows the person, so that all accounts of one person are decided together.
         join day_partition p on p.zone = b.zone and p.slot = get_byte(uuid_send(r.party_id), 0) & 63
       on conflict (party_id, account_id) do update
         set status = excluded.status, product_id = excluded.product_id
         where (a.status, a.product_id) is distinct from (excluded.status, excluded.product_id)
       returning party_id, account_id, (xmax = 0) as is_new),
     logged as (
       insert into account_event (party_id, event_id, account_id, kind, on_date, recorded_at, payload)
       select party_id, gen_random_uuid(), account_id, case when is_new then 'account_imported' else 'account_changed' end, $2, $3, '{}'
       from added),
     fresh as (insert into created select account_id from added where is_new)
     insert into touched select party_id, account_id from added where not is_new`,
    [context.bookId, context.asOf, context.recordedAt],
  );
  await client.query(
    `insert into external_ref (party_id, kind, target_id, creditor_id, system, key, from_on)
     select party_id, 'account', account_id, creditor_id, $1, account_key, $2 from resolved
     on conflict (party_id, kind, target_id, key) do nothing`,
    [context.mapping.system, context.asOf],
  );
  await client.query(
    `insert into liability (party_id, debt_id, liability_id, recorded_at, debt_party_id, role, is_liable, source_hash)
     select r.party_id, r.debt_id, r.debt_id, $1, r.party_id, 'primary', true, '\\x00' from resolved r
     where not exists (select 1 from liability l where l.party_id = r.party_id and l.liability_id = r.debt_id and l.superseded_at is null)`,
    [context.recordedAt],
  );
}
