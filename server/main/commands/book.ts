import { listBooks, signaturesNeeded, signNoSuppression } from "../../modules/portfolio/index.ts";
import { table } from "../terminal.ts";
import { withMora } from "../wire.ts";

/** `mora book list`: the books and whether they may be worked. */
export async function bookListCommand(): Promise<void> {
  await withMora(async ({ db }) => {
    const books = await listBooks(db);
    if (books.length === 0)
      return console.log("No book yet. Import one: mora import FILE… --as-of DATE");
    console.log(
      table(
        [
          "book",
          "kind",
          "zone",
          "accounts",
          "data through",
          "last day",
          "suppression file",
          "contactable",
        ],
        books.map((b) => [
          b.code,
          b.kind,
          b.zone,
          b.accounts,
          b.dataThroughOn ?? "-",
          b.dayDoneOn ?? "-",
          b.suppression,
          b.isContactable ? "yes" : "no",
        ]),
      ),
    );
  });
}

/** `mora book sign-suppression BOOK --signer NAME`: one of the two signatures that open a book. */
export async function signCommand(bookCode: string, flags: { signer: string }): Promise<void> {
  await withMora(async ({ pool, clock }) => {
    const { signatures, isContactable } = await signNoSuppression(pool, clock, {
      bookCode,
      signer: flags.signer,
    });
    console.log(
      isContactable
        ? `Two people signed that book ${bookCode} has no suppression file: it may be worked.`
        : `Signed (${signatures} of ${signaturesNeeded}). Somebody else must sign too before book ${bookCode} may be worked.`,
    );
  });
}
