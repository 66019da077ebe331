import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readSiteConfig } from "../../kernel/config/site-config.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trovato-config-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const SITE = `name: Films
base_url: \${BASE_URL:-http://localhost:\${PORT:-3000}}
front_page: /films
packs: [core, films]
formats: { date: d MMMM yyyy }
`;

describe("the configuration of the site", () => {
  test("is that of site.yaml, with references replaced", () => {
    write("config/site.yaml", SITE);
    const { config, faults, packs, theme } = readSiteConfig(root, {}, "development");
    expect(faults).toEqual([]);
    expect(config).toMatchObject({ name: "Films", base_url: "http://localhost:3000" });
    expect(packs.map(({ name, source }) => [name, source.column])).toEqual([
      ["core", 9],
      ["films", 15],
    ]);
    expect(theme.name).toBe("default");
    const set = readSiteConfig(root, { BASE_URL: "https://films.example" }, "development");
    expect(set.config?.base_url).toBe("https://films.example");
    expect(readSiteConfig(root, { PORT: "4000" }, "development").config?.base_url).toBe("http://localhost:4000");
  });

  test("has the file of its environment merged over it, and only that", () => {
    write("config/site.yaml", SITE);
    write("config/environments/production.yaml", "base_url: https://films.example\nformats: {}\nreconcile: verify\n");
    const { config, sourceOf } = readSiteConfig(root, {}, "production");
    expect(config).toMatchObject({
      base_url: "https://films.example",
      reconcile: "verify",
      formats: { date: "d MMMM yyyy" },
    });
    expect(sourceOf(["base_url"])).toMatchObject({ file: "config/environments/production.yaml", line: 1 });
    expect(sourceOf(["name"])).toMatchObject({ file: "config/site.yaml", line: 1 });
    expect(readSiteConfig(root, {}, "development").config?.reconcile).toBeUndefined();
  });

  test("replaces the list of packs as a whole in an environment, and says where each is named", () => {
    write("config/site.yaml", SITE);
    write("config/environments/test.yaml", 'packs:\n  - films\n  - { name: "npm:demo", allow: [roles] }\n');
    const { packs, faults } = readSiteConfig(root, {}, "test");
    expect(faults).toEqual([]);
    expect(packs.map(({ name, allow, source }) => [name, allow, source.file, source.line])).toEqual([
      ["films", [], "config/environments/test.yaml", 2],
      ["npm:demo", ["roles"], "config/environments/test.yaml", 3],
    ]);
  });

  test("replaces references in an environment too, and says where one is missing", () => {
    write("config/site.yaml", SITE);
    write("config/environments/test.yaml", "name: ${SITE_NAME}\nslogan: ${WORDS:-a b}\n");
    expect(readSiteConfig(root, { SITE_NAME: "Here" }, "test").config).toMatchObject({ name: "Here", slogan: "a b" });
    const [fault] = readSiteConfig(root, {}, "test").faults;
    expect(fault).toMatchObject({
      code: "config.missing_reference",
      source: { file: "config/environments/test.yaml", line: 1, column: 7 },
    });
  });

  test("may have an empty file for an environment", () => {
    write("config/site.yaml", SITE);
    write("config/environments/test.yaml", "# nothing here\n");
    expect(readSiteConfig(root, {}, "test")).toMatchObject({ faults: [], config: { name: "Films" } });
  });

  test("still names its packs when something else in it is wrong", () => {
    write("config/site.yaml", SITE.replace("name: Films", "nam: Films"));
    const { config, faults, packs } = readSiteConfig(root, {}, "development");
    expect(config).toBeNull();
    expect(faults.map(({ code }) => code)).toEqual(["config.invalid", "config.invalid"]);
    expect(packs).toHaveLength(2);
  });
});
