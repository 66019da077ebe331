type Held = { testServer?: { stop(): Promise<void> }; testBrowser?: { close(): Promise<void> } };

/** Ends what the setup started. */
export default async function globalTeardown(): Promise<void> {
  const { testServer, testBrowser } = globalThis as Held;
  await testBrowser?.close();
  await testServer?.stop();
}
