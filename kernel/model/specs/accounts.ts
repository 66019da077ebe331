import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { DURATION } from "./common.ts";

/** A mail address, or a name with one in angle brackets. */
export const SENDER = "^([^<>\\r\\n@]*<[^<>\\s@]+@[^<>\\s@]+>|[^<>\\s@]+@[^<>\\s@]+)$";

const Duration = (description: string) => Type.String({ pattern: DURATION, description });
const Whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description });

const PasswordsSpec = Type.Object(
  {
    memory_mib: Type.Optional(Whole(8, 1024, "Memory that one Argon2id takes, in MiB. Default: 19.")),
    passes: Type.Optional(Whole(1, 20, "How often it goes over the memory. Default: 2.")),
    parallelism: Type.Optional(Whole(1, 16, "How many threads it uses. Default: 1.")),
    min_length: Type.Optional(Whole(8, 128, "How many characters a password has at least. Default: 10.")),
  },
  {
    additionalProperties: false,
    description: "How passwords are kept. When it changes, each password is hashed anew when it is next used.",
  },
);

const LockoutSpec = Type.Object(
  {
    attempts: Type.Optional(Whole(1, 100, "How many failures lock. Default: 5.")),
    within: Type.Optional(Duration("In which time they count. Default: 15 minutes.")),
    for: Type.Optional(Duration("For how long it is locked then. Default: 15 minutes.")),
  },
  { additionalProperties: false, description: "When failed sign-ins lock an account." },
);

const SessionSpec = Type.Object(
  {
    idle: Type.Optional(Duration("After how long without a request a session ends. Default: 24 hours.")),
    remember: Type.Optional(Duration("The same where people asked to be remembered. Default: 30 days.")),
  },
  { additionalProperties: false, description: "How long people stay signed in." },
);

export const AccountsSpec = Type.Object(
  {
    password: Type.Optional(PasswordsSpec),
    lock: Type.Optional(
      Type.Unsafe<"account" | "network">({
        type: "string",
        enum: ["account", "network"],
        description:
          "What failed sign-ins lock: the account, but on networks that its owner signed in from lately; or the account on the network that they come from. Default: account.",
      }),
    ),
    lockout: Type.Optional(LockoutSpec),
    session: Type.Optional(SessionSpec),
  },
  {
    additionalProperties: false,
    description: "Accounts: passwords, lockout, sessions. Read once, when a node starts.",
  },
);
export type AccountsSpec = Static<typeof AccountsSpec>;

export const MailSpec = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        pattern: SENDER,
        description: "Who the mail of the site is from: `Filmhouse <mail@example.org>`. `MAIL_FROM` goes before it.",
      }),
    ),
  },
  { additionalProperties: false, description: "The mail that the site sends." },
);
