import { UserError } from "../../platform/errors.ts";

const shared = {
  creditor: { code: "LENDER", name: "Lender Ltd" },
  creditorGroup: { code: "LENDER-GROUP", name: "Lender Group" },
  system: "core",
};

const templates: Readonly<Record<string, object>> = {
  csv: {
    ...shared,
    book: {
      code: "LOANS",
      name: "Consumer loans",
      kind: "serviced",
      zone: "Asia/Shanghai",
      currency: "CNY",
    },
    format: "csv",
    dateFormat: "YYYY-MM-DD",
    products: {
      PL: { name: "Personal loan", purpose: "consumer", graceDays: 0, reminderDaysBefore: 3 },
    },
    files: { persons: "persons.csv" },
    columns: { persons: { person_key: "customer_no" } },
    values: { accounts: { product_kind: { PERSONAL: "instalment_loan" } } },
  },
  metro2: {
    ...shared,
    book: {
      code: "AUTO",
      name: "Auto loans",
      kind: "host_fed",
      zone: "America/New_York",
      currency: "USD",
    },
    format: "metro2",
    products: { "M2-I00": { name: "Auto loan", purpose: "consumer", bucketScheme: "metro2" } },
  },
};

/** `mora mapping --format F`: a mapping file to fill in. */
export function mappingCommand({ format }: { format: string }): void {
  const template = templates[format];
  if (!template)
    throw new UserError("FLAG_MALFORMED", `--format is csv or metro2, not "${format}"`);
  console.log(JSON.stringify(template, null, 2));
}
