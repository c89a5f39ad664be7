// The databases on this phone: one for each user, and one that remembers who used it last. Every write is on disk
// before it is said to be (durability "strict").

const LAST = "duecare-inspections";
export const nameOf = (user) => `${LAST}-${user}`;

export const STORES = ["facts", "checklists", "inspections", "answers", "photographs", "sent"];

const opened = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = (name, upgrade) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => upgrade(request.result);
  return opened(request).then((database) => {
    database.onversionchange = () => database.close();
    return database;
  });
};

const openLast = () => open(LAST, (database) => database.createObjectStore("facts"));

const openUser = (user) =>
  open(nameOf(user), (database) => {
    database.createObjectStore("facts");
    database.createObjectStore("checklists", { keyPath: "id" });
    database.createObjectStore("inspections", { keyPath: "client_id" });
    database.createObjectStore("answers", { keyPath: ["inspection", "item"] });
    database.createObjectStore("photographs", { keyPath: "client_id" }).createIndex("inspection", "inspection");
    database.createObjectStore("sent", { keyPath: "client_id" });
  });

// One transaction over the stores named; resolves when it is on disk with what `act` returned or promised.
const within = (database, stores, mode, act) =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    let value;
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = () => reject(transaction.error || new DOMException("aborted", "AbortError"));
    const use = Object.fromEntries(stores.map((name) => [name, transaction.objectStore(name)]));
    (async () => act(use))().then(
      (result) => (value = result),
      (error) => {
        try {
          transaction.abort();
        } catch {
          // it had already been aborted, for the same reason
        }
        reject(error);
      },
    );
  });

// What a request inside a transaction answers.
export const answerOf = opened;

// Everything of one inspection in a store whose keys begin with it.
export const allOf = (store, inspection) =>
  opened(store.getAll(IDBKeyRange.bound([inspection], [inspection, []])));

export class Store {
  constructor(user, database) {
    this.user = user;
    this.database = database;
  }

  // The store of a user. Throws what the browser throws when it keeps nothing (a private window, a full disk).
  static async of(user) {
    const last = await openLast();
    await within(last, ["facts"], "readwrite", ({ facts }) => facts.put(user, "user") && null);
    last.close();
    return new Store(user, await openUser(user));
  }

  // The store of whoever used this phone last; null when nobody has.
  static async last() {
    const last = await openLast();
    const user = await within(last, ["facts"], "readonly", ({ facts }) => opened(facts.get("user")));
    last.close();
    return user ? Store.of(user) : null;
  }

  read(stores, act) {
    return within(this.database, stores, "readonly", act);
  }

  write(stores, act) {
    return within(this.database, stores, "readwrite", act);
  }
}
