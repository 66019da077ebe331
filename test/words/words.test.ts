import { describe, expect, test } from "@jest/globals";
import { SENTENCES } from "../../kernel/words/catalogue.ts";
import { sentenceProblem } from "../../kernel/words/check-sentence.ts";
import { createWords, ENGLISH } from "../../kernel/words/create-words.ts";
import { shownMoment } from "../../kernel/words/moments.ts";
import { say } from "../../kernel/words/say.ts";

const english = { words: ENGLISH };
const german = {
  words: createWords("de-AT", [
    new Map([["account.save", "x"]]),
    new Map([
      ["action.sign_in", "Anmelden"],
      ["account.sessions_ended", "{ended, plural, one {Eine Sitzung ist beendet.} other {# Sitzungen sind beendet.}}"],
    ]),
  ]),
};

test("a translation that was made for other values gives way to the English", () => {
  const stale = { words: createWords("de", [new Map([["account.sessions_title_of", "Wo {person} angemeldet ist"]])]) };
  expect(say(stale, "account.sessions_title_of", { name: "Ada" })).toBe("Where Ada is signed in");
});

describe("a sentence", () => {
  test("is said in the language of the site, and in English where nobody has translated it", () => {
    expect(say(german, "action.sign_in")).toBe("Anmelden");
    expect(say(german, "account.sessions_none")).toBe("Nowhere.");
    expect(say(english, "action.sign_in")).toBe("Sign in");
  });

  test("counts as its language does", () => {
    expect(say(english, "account.sessions_ended", { ended: 1 })).toBe("One session is ended.");
    expect(say(english, "account.sessions_ended", { ended: 1234 })).toBe("1,234 sessions are ended.");
    expect(say(german, "account.sessions_ended", { ended: 1 })).toBe("Eine Sitzung ist beendet.");
    expect(
      say(
        { words: createWords("de", [new Map([["account.sessions_ended", "{ended, number}"]])]) },
        "account.sessions_ended",
        { ended: 12_345 },
      ),
    ).toBe("12.345");
  });

  test("is typed by what fills it", () => {
    expect(say(english, "account.sessions_title_of", { name: "Ada" })).toBe("Where Ada is signed in");
    // @ts-expect-error it lacks `name`
    expect(() => say(english, "account.sessions_title_of")).toThrow("name");
    // @ts-expect-error a count is a number
    say(english, "account.sessions_ended", { ended: "2" });
    // @ts-expect-error there is no such sentence
    expect(() => say(english, "account.sessions_titel")).toThrow();
  });

  test.each([...SENTENCES])("%s is sound", (key, text) => {
    expect(sentenceProblem(key, text)).toBeNull();
    expect(text).toBe(text.trim());
  });

  test.each([
    ["{ended, plural, one {One.}}", "This is no sentence in ICU message format: missing other clause."],
    ["{ended", "This is no sentence in ICU message format: expect argument closing brace."],
    ["Ended.", "The sentence leaves out {ended}."],
    ["{ended} {endet}", "Nothing is filled in for {endet}. Did you mean ended?"],
  ])("%s is refused as a translation", (text, message) => {
    expect(sentenceProblem("account.sessions_ended", text)).toBe(message);
  });
});

test("moments are written as the language writes them", () => {
  const time = Date.UTC(2026, 2, 1, 15, 30);
  expect(shownMoment(english, time, "UTC")).toEqual({ iso: "2026-03-01T15:30:00.000Z", text: "1 Mar 2026, 15:30" });
  expect(shownMoment(german, time, "Europe/Vienna").text).toBe("01.03.2026, 16:30");
});

test("pages know which way their language is written", () => {
  expect([createWords("ar").direction, createWords("de").direction]).toEqual(["rtl", "ltr"]);
});

test("numbers are written as the language writes them", () => {
  const { number } = ENGLISH;
  expect(number(14_400_000, { unit: "USD" })).toBe("$14,400,000");
  expect(number(-1234.5, { scale: 2, unit: "EUR" })).toBe("-€1,234.50");
  expect(number(999)).toBe("999");
  expect(number(1000.25)).toBe("1,000.25");
  expect(number(0.0000001)).toBe("0.0000001");
  expect(number(-0.01, { scale: 1 })).toBe("0.0");
  expect(number(131, { unit: "min" })).toBe("131 min");
  expect(createWords("de").number(1234.5, { scale: 2, unit: "EUR" })).toBe("1.234,50\u00a0€");
});

test("days are written by a pattern, with the names of the language", () => {
  const { day } = ENGLISH;
  expect(day("1998-06-02", "d MMMM yyyy")).toBe("2 June 1998");
  expect(day("1998-06-02", "EEE, dd.MM.yy 'at' M")).toBe("Tue, 02.06.98 at 6");
  expect(day("no date", "yyyy")).toBe("no date");
  expect(createWords("de").day("1998-03-02", "EEEE, d. MMMM yyyy")).toBe("Montag, 2. März 1998");
  expect(createWords("pl").day("1998-03-02", "d MMMM")).toBe("2 marca");
});

test("ages are said in their largest unit", () => {
  expect([0, 59_000, 60_000, 7_200_000, 2 * 86_400_000].map(ENGLISH.age)).toEqual([
    "now",
    "now",
    "1 minute ago",
    "2 hours ago",
    "2 days ago",
  ]);
  expect(createWords("de").age(86_400_000)).toBe("vor 1 Tag");
});
