/*
 * A plugin in C, written against the contract alone: no library, no generated code. It implements `tap-item-view`, and returns a line with
 * the item's title and votes. How it was built: build.sh.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef long long s64;

#define IMPORT(interface, name) __attribute__((import_module("trovato:kernel/" interface "@1.0.0"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

/* A string of the canonical ABI: UTF-8, not terminated. */
typedef struct {
  const u8 *bytes;
  u32 length;
} text;

/* option<s64> */
typedef struct {
  u8 is_some;
  s64 value;
} optional_s64;

IMPORT("item-api", "get-title") void get_title(u32 item, text *result);
IMPORT("item-api", "get-field-int") void get_field_int(u32 item, const u8 *name, u32 length, optional_s64 *result);

/* Memory is handed out from the end of the program's own, and never freed: after the request the kernel makes it as it was. */
extern u8 __heap_base;
static u32 next;

EXPORT("cabi_realloc")
void *cabi_realloc(const u8 *old, u32 old_size, u32 alignment, u32 size) {
  if (next == 0) next = (u32)&__heap_base;
  u32 at = (next + alignment - 1) & ~(alignment - 1);
  u32 end = at + size;
  u32 pages = (end + 0xffff) >> 16;
  u32 have = __builtin_wasm_memory_size(0);
  if (end < at || (pages > have && __builtin_wasm_memory_grow(0, pages - have) == (u32)-1)) __builtin_trap();
  next = end;
  u8 *made = (u8 *)at;
  for (u32 index = 0; index < old_size && index < size; index++) made[index] = old[index];
  return made;
}

static u8 *end_of_output;

static void put(u8 byte) { *end_of_output++ = byte; }

static void put_text(const char *words) {
  while (*words) put((u8)*words++);
}

/* The inside of a JSON string. Bytes from 0x80 on belong to UTF-8 and stay as they are. */
static void put_json(text words) {
  static const char hex[] = "0123456789abcdef";
  for (u32 index = 0; index < words.length; index++) {
    u8 byte = words.bytes[index];
    if (byte < 0x20) {
      put_text("\\u00");
      put((u8)hex[byte >> 4]);
      put((u8)hex[byte & 15]);
    } else {
      if (byte == '"' || byte == '\\') put('\\');
      put(byte);
    }
  }
}

static void put_integer(s64 value) {
  u8 digits[20];
  u32 count = 0;
  unsigned long long rest = value < 0 ? 0ull - (unsigned long long)value : (unsigned long long)value;
  do digits[count++] = (u8)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0) put('-');
  while (count) put(digits[--count]);
}

static const u8 VOTES[] = "field_votes";
static text result;

EXPORT("tap-item-view")
text *tap_item_view(u32 item) {
  text title;
  optional_s64 votes;
  get_title(item, &title);
  get_field_int(item, VOTES, sizeof VOTES - 1, &votes);
  /* Six bytes at most for one of the title. */
  result.bytes = end_of_output = cabi_realloc(0, 0, 1, 128 + title.length * 6);
  put_text("{\"#type\":\"markup\",\"#tag\":\"p\",\"#value\":\"");
  put_json(title);
  if (votes.is_some) {
    put_text(", ");
    put_integer(votes.value);
    put_text(" votes");
  }
  put_text("\"}");
  result.length = (u32)(end_of_output - result.bytes);
  return &result;
}
