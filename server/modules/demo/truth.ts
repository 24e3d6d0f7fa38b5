import { type Arrival, dirtOf, loanArrivals } from "./dirt.ts";
import { settingOf } from "./life.ts";
import type { DemoOptions } from "./options.ts";
import { contactKey, personKey } from "./people.ts";

/** Which rows of a world are dirty and how: the answer sheet for whoever tries to find them. */
export type GroundTruth = {
  /** One human under two person keys. */
  readonly duplicates: ReadonlyArray<{
    readonly personKey: string;
    readonly of: string;
    readonly by: "national_id" | "phone";
  }>;
  /** A contact point whose number is the main number of another borrower. */
  readonly recycled: ReadonlyArray<{
    readonly personKey: string;
    readonly contactKey: string;
    readonly ownerKey: string;
  }>;
  /** People whose calls somebody else always answers. */
  readonly thirdParties: readonly string[];
  /** People whose id has a wrong check character. */
  readonly mistypedIds: readonly string[];
  /** Daily LOAN files that arrive later than the day after, on their own account or behind another. */
  readonly lateFiles: readonly Arrival[];
};

export function demoGroundTruth(options: DemoOptions): GroundTruth {
  const duplicates: Array<GroundTruth["duplicates"][number]> = [];
  const recycled: Array<GroundTruth["recycled"][number]> = [];
  const [thirdParties, mistypedIds]: [string[], string[]] = [[], []];
  for (let k = 0; k < options.people; k++) {
    const dirt = dirtOf(options.seed, k);
    const key = personKey(k);
    if (dirt.kind === "duplicate")
      duplicates.push({ personKey: key, of: personKey(dirt.of), by: dirt.by });
    if (dirt.kind === "recycled")
      recycled.push({
        personKey: key,
        contactKey: contactKey(k, "M2"),
        ownerKey: personKey(dirt.from),
      });
    if (dirt.kind === "third_party") thirdParties.push(key);
    if (dirt.kind === "mistyped_id") mistypedIds.push(key);
  }
  const isLate = ({ asOf, deliverOn }: Arrival): boolean => deliverOn > asOf + 1;
  const lateFiles = loanArrivals(settingOf(options)).filter(isLate);
  return { duplicates, recycled, thirdParties, mistypedIds, lateFiles };
}
