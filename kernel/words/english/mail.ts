/** Mails of the kernel. */
export const mail = {
  reset_subject: "A new password for {site}",
  reset_text:
    "Hello {name},\n\nsomebody, you perhaps, asked for a new password for your account at {site}. Choose one here:\n\n{link}\n\nThe address can be used once, within an hour. If it was not you, there is nothing to do: your password stays as it is.",
  submission: "{form}, sent at {site}:",
} as const;
