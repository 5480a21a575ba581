/** What the shop sells, at which price, and what was ordered. */
export const SCHEMA = `
  create table product (sku text primary key, name text not null, stock integer not null check (stock >= 0));
  create table price (sku text primary key references product, cents integer not null);
  create table discount (from_quantity integer primary key, percent integer not null);
  create table placed_order (
    id integer primary key generated always as identity,
    sku text not null references product,
    quantity integer not null,
    cents integer not null,
    customer text not null
  );
  insert into product values
    ('compass', 'Dry card compass', 100000), ('lantern', 'Storm lantern', 100000), ('rope', 'Mooring line', 100000);
  insert into price values ('compass', 8900), ('lantern', 3450), ('rope', 2890);
  insert into discount values (1, 0), (5, 5), (10, 12);
  create role orders login;
  create role pricing login;
  grant select, update on product to orders;
  grant select, insert on placed_order to orders;
  grant select on price, discount to pricing;`;
