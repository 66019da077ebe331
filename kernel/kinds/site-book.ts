import { createAddressBook } from "../addresses/address-book.ts";
import { declaredAddresses } from "../addresses/declared-addresses.ts";
import { OWN_ADDRESSES } from "../addresses/own-addresses.ts";
import type { Address, AddressBook } from "../model/address.ts";
import type { DesiredObject } from "../model/desired.ts";
import { kindOf } from "./kinds.ts";

/** An object that may answer at addresses, and where it was declared, if that is known. */
export type AddressDeclarer = Pick<DesiredObject, "kind" | "name" | "spec"> & Partial<Pick<DesiredObject, "sourceOf">>;

/** The book of a site: the addresses of the kernel, and those that `objects` declare. */
export function siteBook(objects: Iterable<AddressDeclarer>, frontPage?: string): AddressBook {
  return createAddressBook([...OWN_ADDRESSES, ...[...objects].flatMap(addressesOf)], frontPage);
}

function addressesOf(object: AddressDeclarer): readonly Address[] {
  return declaredAddresses(object, kindOf(object.kind).addresses?.(object.name, object.spec) ?? []);
}
