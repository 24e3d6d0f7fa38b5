import { iso, type Row } from "./csv.ts";
import type { Life } from "./life.ts";
import { type Person, type Relation, relatedPerson } from "./people.ts";
import { streamOf, streams, weighted } from "./random.ts";

export type Related = { readonly person: Person; readonly party: Row<"parties"> };

const relations = weighted<Relation>([
  ["relative", 60],
  ["friend", 25],
  ["colleague", 15],
]);

/** The account whose file brings a person's related people: the first loan, else the card. */
export const homeAccount = (life: Life): string | undefined =>
  life.loans[0]?.loan.key ?? life.card?.key;

/** Co-borrowers (6 % of loans), guarantors (4 %) and the contact persons a borrower named (45 %). */
export function relatedOf(life: Life): Related[] {
  const rng = streamOf(life.setting.seed, life.k, streams.parties);
  const found: Related[] = [];
  const [isJoint, isGuaranteed] = [rng.chance(60_000), rng.chance(40_000)];
  const guarantee = rng.chance(500_000) ? "joint_guarantor" : "general_guarantor";
  const [named, relation] = [rng.chance(450_000), rng.weighted(relations)];
  if (!isJoint && !isGuaranteed && !named) return found; // most people: no need to know their loans
  const account = homeAccount(life);
  const first = life.loans[0]?.loan;
  const add = (slot: 1 | 2 | 3, role: string, kin: Relation | "self"): void => {
    const person = relatedPerson(life.setting.seed, life.k, { slot, relation: kin });
    const from_on = first ? iso(first.openedOn) : undefined;
    const party = { account_key: account, person_key: person.key, role, from_on };
    found.push({
      person,
      party: role === "contact_person" ? party : { ...party, evidence: `contract ${account}` },
    });
  };
  if (account === undefined) return found;
  if (first && isJoint) add(1, "co_borrower", "self");
  if (first && isGuaranteed) add(2, guarantee, "self");
  if (named) add(3, "contact_person", relation);
  return found;
}
