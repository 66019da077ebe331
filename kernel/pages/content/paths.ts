import { itemUrl } from "../urls.ts";

/** The list of all content. */
export const CONTENT = "/admin/content";
/** Where the type of a new item is chosen. */
export const ADD_PATH = "/item/add";

/** The form for a new item of a type. */
export function addUrl(type: string): string {
  return `${ADD_PATH}/${type}`;
}

/** The form that an item is changed with. */
export function editUrl(id: string): string {
  return `${itemUrl(id)}/edit`;
}

/** Where an item is deleted. */
export function deleteUrl(id: string): string {
  return `${itemUrl(id)}/delete`;
}
