package io.calotype.imaging.color;

/// A matrix of three by three, row by row.
final class Matrix3 {
  private final double[] cells;

  Matrix3(double... cells) {
    this.cells = cells;
  }

  /// The matrix with these columns.
  static Matrix3 columns(double[] a, double[] b, double[] c) {
    return new Matrix3(a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]);
  }

  static Matrix3 diagonal(double a, double b, double c) {
    return new Matrix3(a, 0, 0, 0, b, 0, 0, 0, c);
  }

  double[] cells() {
    return cells.clone();
  }

  Matrix3 times(Matrix3 other) {
    double[] product = new double[9];
    for (int i = 0; i < 9; i++) {
      for (int k = 0; k < 3; k++) {
        product[i] += cells[i / 3 * 3 + k] * other.cells[k * 3 + i % 3];
      }
    }
    return new Matrix3(product);
  }

  double[] times(double[] vector) {
    double[] product = new double[3];
    for (int i = 0; i < 9; i++) {
      product[i / 3] += cells[i] * vector[i % 3];
    }
    return product;
  }

  /// The inverse; its cells are not finite if the matrix has none.
  Matrix3 inverse() {
    double[] adjugate = new double[9];
    for (int i = 0; i < 9; i++) {
      int row = i % 3; // transposed
      int column = i / 3;
      adjugate[i] =
          at(row + 1, column + 1) * at(row + 2, column + 2)
              - at(row + 1, column + 2) * at(row + 2, column + 1);
    }
    double determinant = cells[0] * adjugate[0] + cells[1] * adjugate[3] + cells[2] * adjugate[6];
    for (int i = 0; i < 9; i++) {
      adjugate[i] /= determinant;
    }
    return new Matrix3(adjugate);
  }

  private double at(int row, int column) {
    return cells[row % 3 * 3 + column % 3];
  }
}
