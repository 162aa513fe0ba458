"""With whom: organisations, councils and service agreements. The room is kept in the house; its tables come later."""
