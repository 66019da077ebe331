import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { SMTPServer } from "smtp-server";
import type { Mailer } from "../../kernel/mail/mailer.ts";
import { createMailer } from "../../kernel/mail/mailer.ts";
import { recordingLog } from "../support/recording-log.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Received = { readonly from: string; readonly to: readonly string[]; readonly text: string; readonly user: string };

/** A mail server that takes mail from who signs in, on a free port. */
async function openServer(): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: false,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      password === "secret" ? done(null, { user: username }) : done(new Error("Wrong password")),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith("refused") ? done(new Error("No such mailbox")) : done(),
    onData(stream, { envelope, user }, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        received.push({
          from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
          user: String(user),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `127.0.0.1:${(server.server.address() as AddressInfo).port}`, received };
}

const mailerOf = (smtpUrl: string | null, more: object = {}): Mailer => {
  const mailer = createMailer({
    smtpUrl,
    from: '"Filmhouse" <mail@films.example>',
    log: recordingLog().log,
    isTextLogged: true,
    ...more,
  });
  closing.push(mailer.close);
  return mailer;
};
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code: string; message: string }) => error,
  );

describe("mail", () => {
  test("goes to the server that SMTP_URL names, and says who it is from", async () => {
    const { url, received } = await openServer();
    await mailerOf(`smtp://site:secret@${url}`).send({
      to: "ann@example.org",
      subject: "Grüße",
      text: "Hello Ann,\n\nhttps://films.example/user/login-link/x\n",
    });
    expect(received).toHaveLength(1);
    const [{ from, to, text, user }] = received as [Received];
    expect([from, to, user]).toEqual(["mail@films.example", ["ann@example.org"], "site"]);
    expect(text).toMatch(/^From: Filmhouse <mail@films\.example>\r$/m);
    expect(text).toMatch(/^Subject: =\?UTF-8\?/m);
    expect(text).toContain("https://films.example/user/login-link/x");
  });

  test("cannot be made to go to others by what an address or subject holds", async () => {
    const { url, received } = await openServer();
    const mailer = mailerOf(`smtp://site:secret@${url}`);
    await failureOf(mailer.send({ to: "ann@example.org\r\nBcc: bob@example.org", subject: "s", text: "t" }));
    await failureOf(mailer.send({ to: "ann@example.org, bob@example.org", subject: "s", text: "t" }));
    await mailer.send({ to: "ann@example.org", subject: "s\r\nBcc: bob@example.org", text: "t" });
    expect(received.flatMap(({ to }) => to).filter((address) => address === "bob@example.org")).toEqual([]);
    expect(received.map(({ text }) => text).join("")).not.toMatch(/^Bcc:/m);
  });

  test("that the server does not take is a fault, without the password of the server in it", async () => {
    const { url } = await openServer();
    const refused = await failureOf(
      mailerOf(`smtp://site:secret@${url}`).send({ to: "refused@example.org", subject: "s", text: "t" }),
    );
    expect(refused).toMatchObject({ code: "mail.failed", message: expect.stringContaining("No such mailbox") });
    const stranger = await failureOf(
      mailerOf(`smtp://site:guessed@${url}`).send({ to: "ann@example.org", subject: "s", text: "t" }),
    );
    expect(stranger).toMatchObject({ code: "mail.failed" });
    expect(JSON.stringify(stranger)).not.toContain("guessed");
  });

  test("to a server that never answers ends at the deadline", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    closing.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const mailer = mailerOf(`smtp://127.0.0.1:${port}`, { deadlineMs: 300 });
    const began = performance.now();
    expect(await failureOf(mailer.send({ to: "ann@example.org", subject: "s", text: "t" }))).toMatchObject({
      code: "mail.failed",
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("without a server goes to the log: readable in development, without its text in production", async () => {
    const mail = { to: "ann@example.org", subject: "A new password", text: "https://films.example/secret-link" };
    const shown = recordingLog();
    await mailerOf(null, { log: shown.log }).send(mail);
    expect(shown.lines[0]!.message).toContain("ann@example.org");
    expect(shown.lines[0]!.message).toContain("\n\nA new password\n\nhttps://films.example/secret-link\n");
    const hidden = recordingLog();
    await mailerOf(null, { log: hidden.log, isTextLogged: false }).send(mail);
    expect(hidden.lines).toEqual([
      {
        level: "error",
        fields: { to: "ann@example.org", subject: "A new password" },
        message: "A mail is not sent: SMTP_URL is not set.",
      },
    ]);
  });
});
