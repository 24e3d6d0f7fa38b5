/**
 * What a claim is made of. Components are data: each has an owner, a place in the order of payment
 * application and its own right to be waived. Penalty interest 罚息, compound interest 复利 and
 * liquidated damages 违约金 are three things in law and stay three things here.
 */
export const components = [
  "costs",
  "tax",
  "fee",
  "guarantee_fee",
  "damages",
  "compound",
  "penalty",
  "judgment_interest",
  "interest",
  "principal",
] as const;
export type Component = (typeof components)[number];

/** Amounts in minor units by component; a component that is not named is zero. */
export type Amounts = Readonly<Partial<Record<Component, bigint>>>;

/** Place of a component in the columns of a claim. Columns, not records: replay is a hot loop. */
export const columnOf = Object.fromEntries(
  components.map((component, column) => [component, column]),
) as Readonly<Record<Component, number>>;

/** One amount a component, minor units, in the order of {@link components}. */
export type Columns = bigint[];

export const noColumns = (): Columns => [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n];

export const at = (columns: Readonly<Columns>, component: Component): bigint =>
  columns[columnOf[component]] as bigint;

/** The components that are not zero, by name. */
export const toAmounts = (columns: Readonly<Columns>): Amounts =>
  Object.fromEntries(
    components.flatMap((component, column) =>
      columns[column] === 0n ? [] : [[component, columns[column] as bigint]],
    ),
  );

export const sumOf = (columns: Readonly<Columns>): bigint =>
  columns.reduce((sum, minor) => sum + minor, 0n);
