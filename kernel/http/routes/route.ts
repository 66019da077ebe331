import type { KERNEL_ADDRESSES, KernelName } from "../../addresses/kernel-addresses.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { AppContext, AppMiddleware } from "../app-context.ts";
import type { RouteServices } from "../http-services.ts";
import type { VisitorSession } from "../session/visitor-session.ts";

/** A request that a route answers: who asks, for what. */
export type Exchange = {
  readonly services: RouteServices;
  readonly ctx: AppContext;
  readonly state: RequestState;
  /** Values of the holes of the path, decoded. */
  readonly params: { readonly [name: string]: string };
  readonly query: URLSearchParams;
};
/** One that has a session, of a visitor at least. */
export type SessionExchange = Exchange & { readonly session: VisitorSession };
/** One that brings something, and the form token of its session. */
export type PostExchange = SessionExchange & { readonly body: URLSearchParams };

/** Refuses who may not: asked before anything else is. @throws Fault `access.denied`, `http.not_found` */
export type RouteAccess = (exchange: Exchange) => void | Promise<void>;

/** Shows again what a page of the site has sent and cannot be taken; nothing else is done with it. */
export type KeepsTyped = {
  /** Who sent it is signed out by now. */
  signedOut(exchange: Exchange, body: URLSearchParams): Promise<void>;
  /** Who sent it has another session by now than the form was made for. */
  isOld(exchange: PostExchange): Promise<void>;
};

/** Something that is looked at, and changes nothing. */
export type GetRoute = {
  readonly answer: AppMiddleware;
  /** The same for everyone: answered before it is asked who wants it. */
  readonly isForAnyone?: boolean;
};
/** Something that changes something. It is never reached without the form token (`router.ts`). */
export type PostRoute = {
  readonly access?: RouteAccess;
  /** The longest body that is read. Default: 64 KiB. */
  readonly mostBytes?: number;
  /** Of what takes long to write: what is answered when it cannot be taken, so that nothing of it is lost. */
  readonly typed?: KeepsTyped;
  handle(exchange: PostExchange): Promise<void>;
  /** Of a form: answers for a part of it, which a button inside of it is about. Nothing is done with the form. */
  part?(exchange: PostExchange): Promise<void>;
};
/** Routes of an address, by method. */
export type RoutesAt = { readonly GET?: GetRoute; readonly POST?: PostRoute };
/** A page with a form, and what takes what is sent with it. */
export type FormRoutes = { readonly GET: GetRoute; readonly POST: PostRoute };

type MethodsOf<Name extends KernelName> = (typeof KERNEL_ADDRESSES)[Name]["methods"][number];
/** The routes of addresses of the kernel: one for each method that the table gives them. */
export type KernelRoutes<Names extends KernelName> = {
  readonly [Name in Names]: { readonly [M in MethodsOf<Name>]: M extends "GET" ? GetRoute : PostRoute };
};
