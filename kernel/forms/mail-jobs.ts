import type { Json } from "../base/json.ts";
import type { Mail, Mailer } from "../mail/mailer.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import type { Job, Queue } from "../state/port.ts";
import { pushJob } from "../state/postgres/queue.ts";

const QUEUE = "mail";
/**
 * How often a mail is tried, and how long after the first failure; each further one waits twice as long. Milliseconds.
 */
const MOST_TRIES = 8;
const FIRST_DELAY = 60_000;
/** Longer than a mailer takes. */
const VISIBILITY = 60_000;

/** Puts a mail where it waits to be sent, with what `db` does. */
export async function queueMail(db: Db, mail: Mail): Promise<void> {
  await pushJob(db, QUEUE, mail);
}

export type MailServices = { readonly queue: Queue; readonly mailer: Mailer; readonly log: Log };

/**
 * Sends the mail that waits. What the server does not take is tried again later, and given up after some tries; the log
 * says so.
 */
export async function deliverMail({ queue, mailer, log }: MailServices): Promise<void> {
  for (;;) {
    const job = await queue.take(QUEUE, { visibility: VISIBILITY, maxAttempts: MOST_TRIES });
    if (job === null) return;
    try {
      await mailer.send(mailOf(job));
      await queue.acknowledge(job);
    } catch (error) {
      log.error({ err: error, job: job.id, attempts: job.attempts }, "A mail could not be sent.");
      const delay = FIRST_DELAY * 2 ** (job.attempts - 1);
      await queue.retry(job, { error: String(error), delay, maxAttempts: MOST_TRIES });
    }
  }
}

/** Reads the mail that `queueMail` has put there. */
function mailOf({ payload }: Job): Mail {
  return payload as Json as Mail;
}
