import type { Transporter } from "nodemailer";
import { Fault } from "../base/fault.ts";
import type { Log } from "../model/log.ts";

/** A mail in plain text. */
export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

export type Mailer = {
  /** Hands a mail to the server, within a deadline. @throws Fault `mail.failed` */
  send(mail: Mail): Promise<void>;
  close(): void;
};

export type MailerSettings = {
  /** `smtp://user:password@host:587`; null where there is no server: mail goes to the log. */
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly log: Log;
  /** Lets the log show the text of a mail, which may hold a link to sign in with. */
  readonly isTextLogged: boolean;
  /** How long a mail may take, in milliseconds. Default: 10 seconds. */
  readonly deadlineMs?: number;
};

const DEADLINE_MS = 10_000;

export function createMailer(settings: MailerSettings): Mailer {
  return settings.smtpUrl === null ? loggedMail(settings) : smtpMail(settings, settings.smtpUrl);
}

function loggedMail({ log, isTextLogged }: MailerSettings): Mailer {
  return {
    async send({ to, subject, text }) {
      if (isTextLogged)
        log.info({}, `Mail to ${to}, which is not sent: SMTP_URL is not set.\n\n${subject}\n\n${text}\n`);
      else log.error({ to, subject }, "A mail is not sent: SMTP_URL is not set.");
    },
    close: () => {},
  };
}

function smtpMail({ from, deadlineMs = DEADLINE_MS }: MailerSettings, url: string): Mailer {
  let opened: Promise<Transporter> | undefined;
  // The library is as large as the rest of the kernel: it is loaded with the first mail.
  const open = async () =>
    (await import("nodemailer")).createTransport({
      url,
      connectionTimeout: deadlineMs,
      greetingTimeout: deadlineMs,
      dnsTimeout: deadlineMs,
      socketTimeout: deadlineMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  return {
    async send({ to, subject, text }) {
      try {
        opened ??= open();
        const transport = await opened;
        await within(deadlineMs, transport.sendMail({ from, to: { name: "", address: to }, subject, text }));
      } catch (error) {
        throw new Fault("mail.failed", `A mail could not be handed to the server: ${(error as Error).message}`, {
          hint: "Check SMTP_URL, and that the server takes mail from this node.",
          cause: error,
        });
      }
    },
    close: () =>
      void opened?.then(
        (transport) => transport.close(),
        () => {},
      ),
  };
}

async function within<Result>(deadlineMs: number, work: Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it took longer than ${deadlineMs} ms`)), deadlineMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
