/**
 * Character layout of Metro 2 records, 426-byte format: where each field stands, from 1, both ends
 * included. Source: CDIA Credit Reporting Resource Guide, record layouts; checked on the CFPB's
 * published files. Only fields that Mora reads are named.
 */
export type Field = readonly [from: number, to: number];

export const baseLength = 426;

export const base = {
  recordDescriptor: [1, 4],
  identification: [21, 40],
  accountNumber: [43, 72],
  portfolioType: [73, 73],
  accountType: [74, 75],
  openedOn: [76, 83],
  creditLimit: [84, 92],
  highestCredit: [93, 101],
  scheduledPayment: [106, 114],
  status: [124, 125],
  paymentRating: [126, 126],
  complianceCondition: [153, 154],
  currentBalance: [155, 163],
  amountPastDue: [164, 172],
  informationOn: [182, 189],
  firstDelinquencyOn: [190, 197],
  closedOn: [198, 205],
  surname: [232, 256],
  firstName: [257, 276],
  middleName: [277, 296],
  ssn: [298, 306],
  bornOn: [307, 314],
  phone: [315, 324],
  ecoa: [325, 325],
  consumerIndicator: [326, 327],
  addressLine1: [330, 361],
  addressLine2: [362, 393],
  city: [394, 413],
  state: [414, 415],
  postalCode: [416, 424],
} as const satisfies Record<string, Field>;

/** Associated consumers: J1 lives at the primary's address, J2 carries its own. */
export const associated = {
  surname: [4, 28],
  firstName: [29, 48],
  middleName: [49, 68],
  ssn: [70, 78],
  bornOn: [79, 86],
  phone: [87, 96],
  ecoa: [97, 97],
  consumerIndicator: [98, 99],
} as const satisfies Record<string, Field>;

export const associatedAddress = {
  addressLine1: [102, 133],
  addressLine2: [134, 165],
  city: [166, 185],
  state: [186, 187],
  postalCode: [188, 196],
} as const satisfies Record<string, Field>;

export const segmentLengths: Readonly<Record<string, number>> = {
  J1: 100,
  J2: 200,
  K1: 34,
  K2: 34,
  K3: 40,
  K4: 30,
  L1: 54,
  N1: 146,
};

/** Header: date for which the file speaks ("activity date"), MMDDYYYY. */
export const headerActivityOn: Field = [48, 55];
export const trailerBaseRecords: Field = [12, 20];

/** A field as trimmed text; fields that are blank or all zeros say nothing and come back empty. */
export function read(text: string, [from, to]: Field): string {
  const value = text.slice(from - 1, to).trim();
  return /^0*$/.test(value) ? "" : value;
}

/** A code, where zero is a value of its own. */
export const readCode = (text: string, [from, to]: Field): string =>
  text.slice(from - 1, to).trim();

/** MMDDYYYY as YYYY-MM-DD; empty where there is none. Impossible dates fail later, with their line. */
export function readDate(text: string, field: Field): string {
  const value = read(text, field);
  return value === "" ? "" : `${value.slice(4)}-${value.slice(0, 2)}-${value.slice(2, 4)}`;
}
