import type { Reject } from "../source.ts";
import {
  associated,
  associatedAddress,
  base,
  baseLength,
  read,
  readCode,
  readDate,
  segmentLengths,
} from "./layout.ts";

/** One consumer of a record: the primary of the base segment, or an associated one of J1 or J2. */
export type Consumer = {
  readonly key: string;
  readonly isPrimary: boolean;
  readonly name: string;
  readonly ssn: string;
  readonly bornOn: string;
  readonly phone: string;
  readonly address: string;
  readonly state: string;
  readonly ecoa: string;
  readonly indicator: string;
};

export type AccountRecord = {
  readonly line: number;
  readonly key: string;
  readonly portfolioType: string;
  readonly productCode: string;
  readonly openedOn: string;
  readonly highestCredit: string;
  readonly status: string;
  readonly dispute: string;
  readonly balance: string;
  readonly pastDue: string;
  readonly firstDelinquencyOn: string;
  readonly informationOn: string;
  /** The record claims more than it holds: a co-borrower, or their bankruptcy, may be missing. */
  readonly isShorterThanSaid: boolean;
  readonly consumers: readonly Consumer[];
};

const fault = (line: number, column: string, reason: string): Reject => ({
  line,
  column,
  code: "RECORD_MALFORMED",
  reason,
});

/** Reads a data record, or says what is wrong with it. */
export function parseRecord(text: string, line: number): AccountRecord | Reject {
  const descriptor = text.slice(0, 4);
  if (!/^\d{4}$/.test(descriptor))
    return fault(
      line,
      "record_descriptor",
      `the record begins with "${text.slice(0, 12)}", not with its length in four digits`,
    );
  if (text.length < baseLength)
    return fault(
      line,
      "record_descriptor",
      `a record needs ${baseLength} characters, this one has ${text.length}`,
    );
  const segments = splitSegments(text, line);
  if (!Array.isArray(segments)) return segments;
  const key = read(text, base.accountNumber);
  if (key === "") return fault(line, "account_number", "the record has no account number");
  return {
    line,
    key,
    portfolioType: readCode(text, base.portfolioType),
    productCode: `M2-${readCode(text, base.portfolioType)}${readCode(text, base.accountType)}`,
    openedOn: readDate(text, base.openedOn),
    highestCredit: read(text, base.highestCredit) || read(text, base.creditLimit),
    status: readCode(text, base.status),
    dispute: readCode(text, base.complianceCondition),
    balance: read(text, base.currentBalance) || "0",
    pastDue: read(text, base.amountPastDue) || "0",
    firstDelinquencyOn: readDate(text, base.firstDelinquencyOn),
    informationOn: readDate(text, base.informationOn),
    // Some senders number blocks here: a value too small to be a length says nothing.
    isShorterThanSaid: Number(descriptor) > text.length,
    consumers: [
      primary(text, key),
      ...segments.flatMap((segment, i) => associate(segment, `${key}/${i + 1}`)),
    ],
  };
}

function splitSegments(text: string, line: number): string[] | Reject {
  const segments: string[] = [];
  for (let at = baseLength; at < text.length; ) {
    const name = text.slice(at, at + 2);
    const length = segmentLengths[name];
    if (length === undefined)
      return text.slice(at).trim() === ""
        ? segments
        : fault(line, "segment", `unknown segment "${name}" at character ${at + 1}`);
    if (at + length > text.length)
      return fault(line, name, `segment ${name} at character ${at + 1} is cut off`);
    segments.push(text.slice(at, at + length));
    at += length;
  }
  return segments;
}

function primary(text: string, key: string): Consumer {
  return {
    key,
    isPrimary: true,
    name: nameOf(text, base),
    ssn: read(text, base.ssn),
    bornOn: readDate(text, base.bornOn),
    phone: read(text, base.phone),
    address: addressOf(text, base),
    state: read(text, base.state),
    ecoa: readCode(text, base.ecoa),
    indicator: readCode(text, base.consumerIndicator),
  };
}

function associate(segment: string, key: string): Consumer[] {
  const kind = segment.slice(0, 2);
  // A J1 or J2 that is there only to fill a fixed length has no code of its own.
  const ecoa = readCode(segment, associated.ecoa);
  if ((kind !== "J1" && kind !== "J2") || segment.slice(2).trim() === "") return [];
  const hasAddress = kind === "J2";
  return [
    {
      key,
      isPrimary: false,
      name: nameOf(segment, associated),
      ssn: read(segment, associated.ssn),
      bornOn: readDate(segment, associated.bornOn),
      phone: read(segment, associated.phone),
      address: hasAddress ? addressOf(segment, associatedAddress) : "",
      state: hasAddress ? read(segment, associatedAddress.state) : "",
      ecoa,
      indicator: readCode(segment, associated.consumerIndicator),
    },
  ];
}

type NameFields = Pick<typeof associated | typeof base, "surname" | "firstName" | "middleName">;
const nameOf = (text: string, fields: NameFields): string =>
  [fields.firstName, fields.middleName, fields.surname]
    .map((field) => read(text, field))
    .filter((part) => part !== "")
    .join(" ");

type AddressFields = Pick<
  typeof associatedAddress | typeof base,
  "addressLine1" | "addressLine2" | "city" | "state" | "postalCode"
>;
/** A town without a street is no address to write to. */
function addressOf(text: string, fields: AddressFields): string {
  if (read(text, fields.addressLine1) === "") return "";
  return [fields.addressLine1, fields.addressLine2, fields.city, fields.state, fields.postalCode]
    .map((field) => read(text, field))
    .filter((part) => part !== "")
    .join(", ");
}
