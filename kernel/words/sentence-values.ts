/**
 * The values that the sentence `Text` takes, read from the text itself: `{name}` takes a string, `{count, plural, …}` a
 * number. Understands what `english/` is written in: arguments, and choices that hold sentences in turn.
 */
export type ValuesIn<Text extends string> = Simplified<InSentence<Text, [], unknown>>;

type Simplified<Values> = { readonly [Name in keyof Values]: Values[Name] };
/** How many choices are open around the place that is read. */
type Depth = readonly unknown[];

/** Reads on to the next brace: it opens an argument, or closes the choice that the sentence stands in. */
type InSentence<Text extends string, Open extends Depth, Values> = Text extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}}${string}`
    ? AfterChoice<Text, Open, Values>
    : Argument<Rest, Open, Values>
  : AfterChoice<Text, Open, Values>;

type AfterChoice<Text extends string, Open extends Depth, Values> = Text extends `${string}}${infer Rest}`
  ? InChoices<Rest, Open, Values>
  : Values;

/** Reads on to the next choice, or to the end of them all. */
type InChoices<Text extends string, Open extends Depth, Values> = Text extends `${infer Before}{${infer Rest}`
  ? Before extends `${string}}${string}`
    ? AfterChoices<Text, Open, Values>
    : InSentence<Rest, Open, Values>
  : AfterChoices<Text, Open, Values>;

type AfterChoices<Text extends string, Open extends Depth, Values> = Open extends readonly [unknown, ...infer Outer]
  ? Text extends `${string}}${infer Rest}`
    ? InSentence<Rest, Outer, Values>
    : Values
  : Values;

type Argument<Text extends string, Open extends Depth, Values> = Text extends `${infer Head}}${infer Rest}`
  ? Head extends `${infer Name}, ${infer Kind}, ${string}{${string}`
    ? Text extends `${string}, ${string}, ${infer Choices}`
      ? InChoices<Choices, [0, ...Open], Values & { [Key in Name]: Kind extends "select" ? string : number }>
      : never
    : Head extends `${infer Name}, ${string}`
      ? InSentence<Rest, Open, Values & { [Key in Name]: number }>
      : InSentence<Rest, Open, Values & { [Key in Head]: string }>
  : Values;
