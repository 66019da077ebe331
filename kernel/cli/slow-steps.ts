const EVERY = 10_000;

/** Says what an apply is at, and for how long already, where a step of it takes its time. */
export function createSlowSteps(note: (text: string) => void, every = EVERY) {
  let [current, since] = ["", performance.now()];
  const timer = setInterval(() => {
    if (current === "") return;
    const seconds = Math.round((performance.now() - since) / 1_000);
    note(`Still at ${current}, for ${seconds} s now; it is one transaction, and ends whole or not at all.\n`);
  }, every);
  return {
    onStep(address: string): void {
      [current, since] = [address, performance.now()];
    },
    stop: () => clearInterval(timer),
  };
}
