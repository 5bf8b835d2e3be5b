/** The card's form: Home Assistant draws it, from these selectors. */

import { type CardConfig, HOURS, LAYOUTS, PARTS } from "../model/config";
import { EDITOR, FIELDS, type Field, HELP, hoursNamed, LAYOUTS_NAMED, PARTS_NAMED } from "../text/editor";

interface FormField {
  name: Field;
  required?: boolean;
  selector: Readonly<Record<string, unknown>>;
}

export interface ConfigForm {
  schema: readonly FormField[];
  computeLabel(field: { name: string }): string | undefined;
  computeHelper(field: { name: string }): string | undefined;
  assertConfig(config: CardConfig): void;
}

export const GLUCOSE = { integration: "librelink_up", domain: "sensor", device_class: "blood_glucose_concentration" };

const options = (names: Readonly<Record<string, string>>): object[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

/** Nothing is filled in that the user has not chosen: a form that is opened and closed changes nothing. */
const SCHEMA: readonly FormField[] = [
  { name: "entity", selector: { entity: { filter: GLUCOSE } } },
  { name: "entities", selector: { entity: { filter: GLUCOSE, multiple: true } } },
  { name: "name", selector: { text: {} } },
  {
    name: "hours",
    selector: {
      select: { mode: "dropdown", options: HOURS.map((hours) => ({ value: String(hours), label: hoursNamed(hours) })) },
    },
  },
  { name: "layout", selector: { select: { mode: "dropdown", options: options(LAYOUTS_NAMED) } } },
  {
    name: "hide",
    selector: {
      select: { multiple: true, mode: "list", options: PARTS.map((value) => ({ value, label: PARTS_NAMED[value] })) },
    },
  },
];

const among = (values: readonly unknown[], value: unknown): boolean => value === undefined || values.includes(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/** Throws unless the form can show a configuration; what is missing can be filled in there. */
function assertConfig({ entity, entities, name, hours, layout, hide }: CardConfig): void {
  const shown =
    [entity, name].every((value) => value === undefined || typeof value === "string") &&
    (entities === undefined || isTexts(entities)) &&
    among([...HOURS, ...HOURS.map(String)], hours) &&
    among(LAYOUTS, layout) &&
    (hide === undefined || (isTexts(hide) && hide.every((part) => among(PARTS, part))));
  if (!shown) {
    throw new Error(EDITOR.notForTheForm);
  }
}

const known = (name: string): name is Field => Object.hasOwn(FIELDS, name);

export function configForm(): ConfigForm {
  return {
    schema: SCHEMA,
    computeLabel: ({ name }) => (known(name) ? FIELDS[name] : undefined),
    computeHelper: ({ name }) => (known(name) ? HELP[name] : undefined),
    assertConfig,
  };
}
