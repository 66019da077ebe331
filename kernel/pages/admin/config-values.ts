/** Change of one object, as pages show it; plain values. */
export type ChangeView = {
  readonly sign: string;
  readonly look: "add" | "edit" | "move" | "drop" | "block";
  readonly address: string;
  /** The file and line that says so. */
  readonly place: string;
  readonly leaves: readonly LeafView[];
};
/** One line of a change: words, what matters most in them, and what it touches. */
export type LeafView = { readonly text: string; readonly strong: string; readonly note: string };

export type PlanView = {
  readonly changes: readonly ChangeView[];
  readonly drift: readonly ChangeView[];
  readonly warnings: readonly { readonly text: string; readonly place: string }[];
  readonly counts: readonly CountView[];
};
export type CountView = {
  readonly count: number;
  readonly of: string;
  readonly look: "good" | "warn" | "bad" | "stage";
};

export type ApplyView = {
  readonly generation: number;
  readonly at: number;
  readonly by: string;
  readonly what: string;
};

/** The configuration of the site: what is live, what its files ask for, what became of it. */
export type ConfigView = {
  readonly generation: number;
  readonly packs: readonly { readonly name: string; readonly version: string }[];
  /** Faults in the files; with any, nothing can be applied and there is no plan. */
  readonly faults: readonly { readonly message: string; readonly hint: string; readonly place: string }[];
  readonly plan: PlanView | null;
  readonly drift: readonly ChangeView[];
  readonly objects: readonly ObjectView[];
  readonly indexes: readonly IndexView[];
  readonly history: readonly ApplyView[];
};
export type ObjectView = {
  readonly address: string;
  readonly kind: string;
  readonly state: string;
  readonly isBlocked: boolean;
  readonly isDrifted: boolean;
  readonly pack: string | null;
  readonly place: string;
};
export type IndexView = {
  readonly name: string;
  readonly state: "wanted" | "building" | "built" | "failed";
  readonly detail: string;
  readonly at: number;
};
